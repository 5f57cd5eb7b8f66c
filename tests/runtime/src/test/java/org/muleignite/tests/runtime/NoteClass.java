package org.muleignite.tests.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Versions of one application class, compiled from source as the application's own build would. */
enum NoteClass {
  FIRST(
      """
      private static final long serialVersionUID = 1L;
      private String text;
      public static Note of(String text) { Note note = new Note(); note.text = text; return note; }
      public static String read(Note note) { return "first:" + note.text; }
      """),
  /** Reads what {@link #FIRST} wrote. */
  COMPATIBLE(
      """
      private static final long serialVersionUID = 1L;
      private String text;
      private String author = "nobody";
      public static Note of(String text) { Note note = new Note(); note.text = text; return note; }
      public static String read(Note note) { return "second:" + note.text + ":" + note.author; }
      """),
  /** Cannot read what the others wrote: for Java serialization, their class is gone. */
  INCOMPATIBLE(
      """
      private static final long serialVersionUID = 3L;
      private byte[] bytes;
      public static Note of(String text) { Note note = new Note(); note.bytes = text.getBytes(); return note; }
      public static String read(Note note) { return "third:" + new String(note.bytes); }
      """);

  static final String FILE = "org/muleignite/app/Note.class";

  private final String members;

  NoteClass(String members) {
    this.members = members;
  }

  /** The class file. */
  byte[] compile(Path scratch) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve(name()));
    Path source = folder.resolve("Note.java");
    Files.writeString(
        source,
        "package org.muleignite.app; public class Note implements java.io.Serializable {"
            + members
            + "}");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int failed =
        compiler.run(
            null,
            null,
            null,
            "--release",
            "8",
            "-Xlint:-options",
            "-d",
            folder.toString(),
            source.toString());
    if (failed != 0) {
      throw new IllegalStateException("The test's own class does not compile");
    }
    return Files.readAllBytes(folder.resolve(FILE));
  }
}
