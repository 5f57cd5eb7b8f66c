package org.muleignite.sample.http;

import org.mule.runtime.extension.api.annotation.param.Content;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.annotation.param.Parameter;

/** The answer to a request whose flow ended well. */
public final class HttpReply {

  /** Status code of the answer. */
  @Parameter
  @Optional(defaultValue = "200")
  private int statusCode;

  /** Body of the answer, sent as its text. */
  @Parameter
  @Optional(defaultValue = "#[payload]")
  @Content
  private Object body;

  int statusCode() {
    return statusCode;
  }

  String body() {
    return body == null ? "" : body.toString();
  }
}
