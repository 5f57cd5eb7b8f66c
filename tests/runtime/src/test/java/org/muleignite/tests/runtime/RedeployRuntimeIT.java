package org.muleignite.tests.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.MuleApp;
import org.muleignite.tests.container.MuleNode;

/** An application is replaced by another version of itself while its data stays in the cluster. */
class RedeployRuntimeIT {

  private static final String APPLICATION = "redeployed";
  private static final String CLASS_LOADER = "MuleApplicationClassLoader";
  private static final int ROUNDS = 3;

  @TempDir Path directory;
  private MuleCluster cluster;
  private MuleNode node;
  private HttpCaller caller;

  @BeforeEach
  void start() throws IOException {
    cluster = MuleCluster.prepare(directory, 1);
    cluster.deployWithConnector(0, application(NoteClass.FIRST));
    // What only caches hold must not look like a leak.
    node = cluster.start(0, options -> options.jvmOption("-XX:SoftRefLRUPolicyMSPerMB=0"));
    node.awaitDeployed(APPLICATION, PATIENCE);
    caller = new HttpCaller(cluster.httpPort(0));
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  @Test
  void aChangedMessageClassReadsOldMessagesAndNoClassLoaderStays() throws Exception {
    assertEquals(200, caller.post("/publish", "queued").statusCode());
    assertEquals(200, caller.post("/store?key=k", "stored").statusCode());
    for (int round = 0; round < ROUNDS; round++) {
      redeploy(round % 2 == 0 ? NoteClass.COMPATIBLE : NoteClass.FIRST);
      assertTrue(caller.get("/retrieve?key=k").contains(":stored"));
    }
    assertEquals("second:queued:null", caller.get("/consume"));
    assertEquals("second:stored:null", caller.get("/retrieve?key=k"));
    await("the class loaders of the replaced versions")
        .atMost(PATIENCE)
        .until(
            () -> {
              // The JDK forgets the classes it has serialized when it serializes the next time.
              caller.get("/retrieve?key=k");
              return instancesOf(CLASS_LOADER) == 1;
            });
  }

  @Test
  void aValueWhoseClassIsGoneIsReportedKeptAndInNobodysWay() throws Exception {
    assertEquals(200, caller.post("/publish", "unreadable").statusCode());
    assertEquals(200, caller.post("/store?key=old", "unreadable").statusCode());

    redeploy(NoteClass.INCOMPATIBLE);
    assertEquals(200, caller.post("/publish", "readable").statusCode());
    assertEquals("third:readable", caller.get("/consume"), "the unreadable one is in nobody's way");
    assertTrue(node.log().contains("notes"), "the queue is named");
    node.awaitLog("ERROR .*notes", PATIENCE);

    HttpResponse<String> refused = caller.post("/retrieve?key=old", "");
    assertEquals(500, refused.statusCode());
    assertTrue(refused.body().contains("old"), refused.body());
    assertEquals("[\"old\"]", caller.get("/keys"));

    redeploy(NoteClass.FIRST);
    assertEquals("first:unreadable", caller.get("/retrieve?key=old"), "it was kept");
  }

  private void redeploy(NoteClass version) throws IOException {
    cluster.home(0).undeploy(APPLICATION);
    node.awaitUndeployed(APPLICATION, PATIENCE);
    cluster.deployWithConnector(0, application(version));
    node.awaitDeployed(APPLICATION, PATIENCE);
  }

  private MuleApp application(NoteClass version) throws IOException {
    try (var flows = RedeployRuntimeIT.class.getResourceAsStream("/redeployed-app.xml")) {
      return MuleApp.named(APPLICATION)
          .config(new String(flows.readAllBytes(), StandardCharsets.UTF_8))
          .file(NoteClass.FILE, version.compile(directory.resolve("classes")));
    }
  }

  /** Live instances after a full collection. */
  private int instancesOf(String simpleName) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process histogram =
        new ProcessBuilder(jcmd.toString(), String.valueOf(node.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String lines = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, histogram.waitFor(), lines);
    Matcher line =
        Pattern.compile("(?m)^ *\\d+: +(\\d+) .*\\." + simpleName + "(?: .*)?$").matcher(lines);
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }
}
