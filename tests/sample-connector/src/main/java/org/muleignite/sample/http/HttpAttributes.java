package org.muleignite.sample.http;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a flow learns about a request besides its body: {@code #[attributes.queryParams.id]}. */
public final class HttpAttributes implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String method;
  private final String path;
  private final LinkedHashMap<String, String> queryParams;

  HttpAttributes(String method, String path, Map<String, String> queryParams) {
    this.method = method;
    this.path = path;
    this.queryParams = new LinkedHashMap<>(queryParams);
  }

  public String getMethod() {
    return method;
  }

  public String getPath() {
    return path;
  }

  public Map<String, String> getQueryParams() {
    return queryParams;
  }
}
