package io.github.baci.build;

import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.WrittenImage;
import io.github.baci.context.ContextLooks;
import io.github.baci.context.FileMark;
import io.github.baci.source.Standing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a whole build took in and what it wrote, so that the next one can see that nothing of it has
 * changed.
 *
 * @param request the {@linkplain RequestFingerprint fingerprint} of its request
 * @param files the Dockerfile and the ignore file, and where they could have been but were not
 * @param bases by what is known that references stand for the same images
 * @param outputs what it wrote
 * @param steps its steps in the order in which they ended
 * @param context what it looked at in its context
 */
record BuildRecord(
    Digest request,
    Map<Path, FileMark> files,
    List<Standing> bases,
    List<Output> outputs,
    List<StepId> steps,
    ContextLooks context) {

  /**
   * A file that was written.
   *
   * @param modified its time of modification in nanoseconds since the epoch
   */
  record Output(ImageForm form, Path file, long size, long modified, List<Digest> digests) {
    /** Takes what was just written, or was up to date. */
    static Output of(WrittenImage image) throws IOException {
      List<Digest> digests = new ArrayList<>();
      for (ImageIdentity identity : image.form().identities()) {
        digests.add(image.digest(identity));
      }
      Path file = image.file();
      return new Output(image.form(), file, Files.size(file), modified(file), digests);
    }

    /** Returns whether the file is there as it was written. */
    boolean isThere() {
      try {
        return Files.isRegularFile(file)
            && Files.size(file) == size
            && modified(file) == modified
            && digests.size() == form.identities().size();
      } catch (IOException e) {
        return false;
      }
    }

    private static long modified(Path file) throws IOException {
      return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Returns the record as {@link #read} takes it.
   *
   * @throws IOException if a text is too long for a record
   */
  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(request.toString());
    out.writeInt(files.size());
    for (Map.Entry<Path, FileMark> file : files.entrySet()) {
      out.writeUTF(file.getKey().toString());
      file.getValue().write(out);
    }
    out.writeInt(bases.size());
    for (Standing base : bases) {
      out.writeUTF(base.key());
      out.writeUTF(base.content().toString());
      out.writeLong(base.until().getEpochSecond());
    }
    out.writeInt(outputs.size());
    for (Output output : outputs) {
      out.writeUTF(output.form.name());
      out.writeUTF(output.file.toString());
      out.writeLong(output.size);
      out.writeLong(output.modified);
      out.writeInt(output.digests.size());
      for (Digest digest : output.digests) {
        out.writeUTF(digest.toString());
      }
    }
    out.writeInt(steps.size());
    for (StepId step : steps) {
      out.writeUTF(step.stage());
      out.writeInt(step.number());
      out.writeInt(step.count());
      out.writeUTF(step.instruction());
    }
    context.write(out);
    return bytes.toByteArray();
  }

  /**
   * Reads a record.
   *
   * @throws IOException if it is none
   */
  static BuildRecord read(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    Digest request = Digest.parse(in.readUTF());
    Map<Path, FileMark> files = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      files.put(Path.of(in.readUTF()), FileMark.read(in));
    }
    List<Standing> bases = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      bases.add(
          new Standing(
              in.readUTF(), Digest.parse(in.readUTF()), Instant.ofEpochSecond(in.readLong())));
    }
    List<Output> outputs = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      ImageForm form = ImageForm.valueOf(in.readUTF());
      Path file = Path.of(in.readUTF());
      long size = in.readLong();
      long modified = in.readLong();
      List<Digest> digests = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        digests.add(Digest.parse(in.readUTF()));
      }
      outputs.add(new Output(form, file, size, modified, digests));
    }
    List<StepId> steps = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      steps.add(new StepId(in.readUTF(), in.readInt(), in.readInt(), in.readUTF()));
    }
    return new BuildRecord(request, files, bases, outputs, steps, ContextLooks.read(in));
  }
}
