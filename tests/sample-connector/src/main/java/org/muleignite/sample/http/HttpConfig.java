package org.muleignite.sample.http;

import java.io.IOException;
import javax.inject.Inject;
import org.mule.runtime.api.exception.DefaultMuleException;
import org.mule.runtime.api.exception.MuleException;
import org.mule.runtime.api.lifecycle.Startable;
import org.mule.runtime.api.lifecycle.Stoppable;
import org.mule.runtime.api.scheduler.SchedulerConfig;
import org.mule.runtime.api.scheduler.SchedulerService;
import org.mule.runtime.extension.api.annotation.Configuration;
import org.mule.runtime.extension.api.annotation.Sources;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.annotation.param.Parameter;
import org.mule.runtime.extension.api.annotation.param.RefName;
import org.mule.runtime.http.api.HttpService;
import org.mule.runtime.http.api.server.HttpServer;
import org.mule.runtime.http.api.server.HttpServerConfiguration;
import org.mule.runtime.http.api.server.RequestHandler;
import org.mule.runtime.http.api.server.RequestHandlerManager;
import org.mule.runtime.http.api.server.ServerCreationException;

/**
 * An HTTP server of the runtime's HTTP service, shared by the listeners that name this
 * configuration.
 */
@Configuration(name = "http-config")
@Sources(HttpListener.class)
public class HttpConfig implements Startable, Stoppable {

  @RefName private String name;

  /** Interface to listen on. */
  @Parameter
  @Optional(defaultValue = "127.0.0.1")
  private String host;

  /** Port to listen on. */
  @Parameter private int port;

  @Inject private HttpService httpService;

  @Inject private SchedulerService schedulerService;

  private HttpServer server;

  @Override
  public void start() throws MuleException {
    try {
      server = httpService.getServerFactory().create(configuration());
      server.start();
    } catch (ServerCreationException | IOException e) {
      throw new DefaultMuleException("Cannot serve HTTP on " + host + ":" + port, e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop();
      server.dispose();
      server = null;
    }
  }

  RequestHandlerManager handle(String path, RequestHandler handler) {
    return server.addRequestHandler(path, handler);
  }

  private HttpServerConfiguration configuration() {
    SchedulerConfig threads = SchedulerConfig.config().withName("sample-http-" + name);
    return new HttpServerConfiguration.Builder()
        .setName(name)
        .setHost(host)
        .setPort(port)
        .setSchedulerSupplier(() -> schedulerService.ioScheduler(threads))
        .build();
  }
}
