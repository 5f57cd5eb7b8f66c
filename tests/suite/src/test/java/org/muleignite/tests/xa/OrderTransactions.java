package org.muleignite.tests.xa;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.RecoveryEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.arjuna.utils.UuidProcessId;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.JTAEnvironmentBean;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.XAConnection;
import javax.transaction.TransactionManager;
import javax.transaction.xa.XAResource;
import org.h2.jdbcx.JdbcDataSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/**
 * A transaction manager with its log on disk, over the queues and a database. One per JVM, because
 * the manager keeps its state in statics; one JVM at a time per folder.
 */
final class OrderTransactions {

  private static final String MANAGER = "orders";

  private final QueueManager queues;
  private final JdbcDataSource database = new JdbcDataSource();
  private final XAConnection recovering;
  private final Path log;
  private final RecoveryManager recovery;

  /**
   * @param folder holds the manager's log and the database, also those of a predecessor
   */
  OrderTransactions(File folder, QueueManager queues) throws Exception {
    this.queues = queues;
    // Without the delay a commit is in the file before it returns.
    database.setUrl("jdbc:h2:file:" + folder + "/orders;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    recovering = database.getXAConnection();
    try (Connection connection = database.getConnection()) {
      connection
          .createStatement()
          .execute("create table if not exists orders (queue varchar, item varchar)");
    }
    log = Files.createDirectories(new File(folder, "log").toPath());
    configure();
    recovery = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
    recovery.initialize();
  }

  private void configure() throws Exception {
    arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(MANAGER);
    arjPropertyManager.getCoreEnvironmentBean().setProcessImplementation(new UuidProcessId());
    arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
    arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreDir(log.toString());
    for (String store : new String[] {"stateStore", "communicationStore"}) {
      BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
          .setObjectStoreDir(log.toString());
    }
    JTAEnvironmentBean jta = jtaPropertyManager.getJTAEnvironmentBean();
    jta.setXaRecoveryNodes(List.of(MANAGER));
    // Branches without a decision are rolled back at once, not after 20 seconds.
    jta.setOrphanSafetyInterval(1);
    // A logged branch that its resource does not list is over: asked only once the queues list all.
    jta.setXaAssumeRecoveryComplete(true);
    XARecoveryModule resources = new XARecoveryModule();
    resources.addXAResourceRecoveryHelper(new Resources());
    RecoveryEnvironmentBean bean = recoveryPropertyManager.getRecoveryEnvironmentBean();
    bean.setRecoveryListener(false);
    bean.setRecoveryBackoffPeriod(1);
    bean.setExpiryScannerClassNames(List.of());
    bean.setRecoveryModules(List.of(new AtomicActionRecoveryModule(), resources));
  }

  /** What the manager asks for branches that a crash left behind. */
  private final class Resources implements XAResourceRecoveryHelper {

    private final QueueSession session = queues.getQueueSession();

    @Override
    public boolean initialise(String parameters) {
      return true;
    }

    @Override
    public XAResource[] getXAResources() throws SQLException {
      return new XAResource[] {session, recovering.getXAResource()};
    }
  }

  /**
   * Takes the next order from a queue, enters it into the database and puts it into another queue,
   * in one transaction; gets as far as the point.
   *
   * @param queueFirst whether the queue is prepared and committed before the database
   */
  void order(String name, boolean queueFirst, CrashPoint point, Runnable reached) throws Exception {
    TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
    QueueSession session = queues.getQueueSession();
    XAResource stopping = new StoppingResource(session, point, reached);
    XAConnection writing = database.getXAConnection();
    transactions.begin();
    XAResource first = queueFirst ? stopping : writing.getXAResource();
    transactions.getTransaction().enlistResource(first);
    transactions.getTransaction().enlistResource(queueFirst ? writing.getXAResource() : stopping);
    Serializable item = session.getQueue(in(queues, name)).take();
    try (PreparedStatement insert =
        writing.getConnection().prepareStatement("insert into orders values (?, ?)")) {
      insert.setString(1, name);
      insert.setString(2, (String) item);
      insert.executeUpdate();
    }
    session.getQueue(out(queues, name)).put(item);
    holdAnother(name);
    transactions.commit();
  }

  /** Never ends: when the item is back, the cluster has dealt with the death of this node. */
  private void holdAnother(String name) throws Exception {
    QueueSession holding = queues.getQueueSession();
    holding.begin();
    holding.getQueue(in(queues, name)).take();
  }

  /** Lets the manager finish what its predecessor left; twice, as orphans are noted first. */
  void recover() {
    recovery.scan();
    recovery.scan();
  }

  /** The orders of the queue that are in the database for good. */
  String rows(String name) throws SQLException {
    StringBuilder rows = new StringBuilder();
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select item from orders where queue = ?")) {
      select.setString(1, name);
      ResultSet found = select.executeQuery();
      while (found.next()) {
        rows.append(found.getString(1)).append(' ');
      }
    }
    return rows.toString().trim();
  }

  /** How many branches the database has in doubt. */
  int inDoubt() throws Exception {
    return recovering.getXAResource().recover(XAResource.TMSTARTRSCAN).length;
  }

  /** How many transactions the manager has not finished. */
  long unfinished() throws IOException {
    try (Stream<Path> files = Files.walk(log)) {
      return files
          .filter(file -> file.toString().contains("AtomicAction") && Files.isRegularFile(file))
          .count();
    }
  }

  static String in(QueueManager queues, String name) {
    return persistent(queues, name + "-in");
  }

  static String out(QueueManager queues, String name) {
    return persistent(queues, name + "-out");
  }

  private static String persistent(QueueManager queues, String name) {
    queues.setQueueConfiguration(name, new DefaultQueueConfiguration(0, true));
    return name;
  }
}
