package org.muleignite.sample.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.mule.runtime.api.message.Error;
import org.mule.runtime.extension.api.annotation.Alias;
import org.mule.runtime.extension.api.annotation.execution.OnError;
import org.mule.runtime.extension.api.annotation.execution.OnSuccess;
import org.mule.runtime.extension.api.annotation.execution.OnTerminate;
import org.mule.runtime.extension.api.annotation.param.Config;
import org.mule.runtime.extension.api.annotation.param.MediaType;
import org.mule.runtime.extension.api.annotation.param.Parameter;
import org.mule.runtime.extension.api.annotation.param.ParameterGroup;
import org.mule.runtime.extension.api.annotation.source.BackPressure;
import org.mule.runtime.extension.api.annotation.source.EmitsResponse;
import org.mule.runtime.extension.api.runtime.operation.Result;
import org.mule.runtime.extension.api.runtime.source.BackPressureMode;
import org.mule.runtime.extension.api.runtime.source.Source;
import org.mule.runtime.extension.api.runtime.source.SourceCallback;
import org.mule.runtime.extension.api.runtime.source.SourceCallbackContext;
import org.mule.runtime.extension.api.runtime.source.SourceResult;
import org.mule.runtime.http.api.domain.entity.ByteArrayHttpEntity;
import org.mule.runtime.http.api.domain.message.request.HttpRequest;
import org.mule.runtime.http.api.domain.message.response.HttpResponse;
import org.mule.runtime.http.api.server.RequestHandlerManager;
import org.mule.runtime.http.api.server.async.HttpResponseReadyCallback;
import org.mule.runtime.http.api.server.async.ResponseStatusCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the flow once for each request and answers with its outcome.
 *
 * <p>A flow that fails answers 500 with the error's description, one that takes no more work
 * answers 503.
 */
@Alias("http-listener")
@EmitsResponse
@BackPressure(
    defaultMode = BackPressureMode.FAIL,
    supportedModes = {BackPressureMode.FAIL, BackPressureMode.WAIT})
@MediaType(value = MediaType.ANY, strict = false)
public class HttpListener extends Source<String, HttpAttributes> {

  private static final Logger LOGGER = LoggerFactory.getLogger(HttpListener.class);
  private static final int BUFFER_BYTES = 4096;
  private static final String RESPONDER = "responder";
  private static final String ANSWERED = "answered";

  @Config private HttpConfig config;

  /** Path of the requests, with {@code *} as a wildcard. */
  @Parameter private String path;

  private RequestHandlerManager requests;

  @Override
  public void onStart(SourceCallback<String, HttpAttributes> callback) {
    requests =
        config.handle(
            path,
            (context, responder) -> {
              SourceCallbackContext flow = callback.createContext();
              flow.addVariable(RESPONDER, responder);
              callback.handle(read(context.getRequest()), flow);
            });
  }

  @Override
  public void onStop() {
    if (requests != null) {
      requests.stop();
      requests.dispose();
      requests = null;
    }
  }

  /** Answers with what the flow produced. */
  @OnSuccess
  public void onSuccess(
      @ParameterGroup(name = "Response", showInDsl = true) HttpReply response,
      SourceCallbackContext flow) {
    answer(flow, response.statusCode(), response.body());
  }

  /** Answers with the flow's error. */
  @OnError
  public void onError(Error error, SourceCallbackContext flow) {
    answer(flow, 500, error.getErrorType() + ": " + error.getDescription());
  }

  /**
   * Answers where nobody else did: a flow that is busy takes no message and so ends in neither way.
   */
  @OnTerminate
  public void onTerminate(SourceResult result) {
    SourceCallbackContext flow = result.getSourceCallbackContext();
    if (!flow.hasVariable(ANSWERED)) {
      answer(flow, 503, "The flow is busy");
    }
  }

  private static Result<String, HttpAttributes> read(HttpRequest request) {
    HttpAttributes attributes =
        new HttpAttributes(request.getMethod(), request.getPath(), request.getQueryParams());
    return Result.<String, HttpAttributes>builder()
        .output(body(request))
        .attributes(attributes)
        .build();
  }

  private static String body(HttpRequest request) {
    // Not getBytes(): Mule 4.1.1 implements it with a class that only Java 8 has.
    try (InputStream content = request.getEntity().getContent()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        bytes.write(buffer, 0, read);
      }
      return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(SourceCallbackContext flow, int status, String body) {
    flow.addVariable(ANSWERED, true);
    HttpResponseReadyCallback responder =
        flow.<HttpResponseReadyCallback>getVariable(RESPONDER).get();
    HttpResponse response =
        HttpResponse.builder()
            .statusCode(status)
            .entity(new ByteArrayHttpEntity(body.getBytes(StandardCharsets.UTF_8)))
            .build();
    responder.responseReady(response, new LoggedOutcome());
  }

  private static final class LoggedOutcome implements ResponseStatusCallback {

    @Override
    public void responseSendFailure(Throwable cause) {
      LOGGER.warn("The client did not get its answer", cause);
    }

    @Override
    public void responseSendSuccessfully() {}
  }
}
