package org.muleignite.cluster.node;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;
import org.muleignite.cluster.config.Secret;

/**
 * The database of JDBC discovery: a new connection each time, for the few that Ignite needs when
 * nodes come and go. Immutable and thread-safe; connecting blocks.
 */
final class DriverDataSource implements DataSource {

  private final String url;
  private final String user;
  private final Secret password;

  /**
   * @throws ClusterException when the driver or the password is not there
   */
  DriverDataSource(ClusterSettings settings) {
    this.url = settings.get(NetworkSettings.DISCOVERY_JDBC_URL);
    this.user = settings.get(NetworkSettings.DISCOVERY_JDBC_USER);
    this.password =
        settings.secret(
            NetworkSettings.DISCOVERY_JDBC_PASSWORD, NetworkSettings.DISCOVERY_JDBC_PASSWORD_FILE);
    load(settings.get(NetworkSettings.DISCOVERY_JDBC_DRIVER));
  }

  /** Drivers announce themselves, but not to a class loader that is younger than the JVM. */
  private static void load(String driver) {
    try {
      Class.forName(driver);
    } catch (ClassNotFoundException e) {
      throw new ClusterException(
          "mule-ignite setting 'discoveryJdbcDriver' is "
              + driver
              + ", a class that is not there: put the jar of the driver into lib/mule-ignite.",
          e);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Properties login = new Properties();
    if (user != null) {
      login.setProperty("user", user);
    }
    if (password != null) {
      login.setProperty("password", new String(password.reveal()));
    }
    return DriverManager.getConnection(url, login);
  }

  @Override
  public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
    return DriverManager.getConnection(url, otherUser, otherPassword);
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("Nothing is logged");
  }

  @Override
  public void setLoginTimeout(int seconds) {
    DriverManager.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() {
    return DriverManager.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Nothing is logged");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("There is no " + type + " inside");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
