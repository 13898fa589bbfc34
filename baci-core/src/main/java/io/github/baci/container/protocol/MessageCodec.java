package io.github.baci.container.protocol;

import io.github.baci.api.Digest;
import io.github.baci.container.protocol.Message.AwaitSweep;
import io.github.baci.container.protocol.Message.Damaged;
import io.github.baci.container.protocol.Message.EndOfInput;
import io.github.baci.container.protocol.Message.ErrorOutput;
import io.github.baci.container.protocol.Message.Exited;
import io.github.baci.container.protocol.Message.Failed;
import io.github.baci.container.protocol.Message.Input;
import io.github.baci.container.protocol.Message.Output;
import io.github.baci.container.protocol.Message.Ready;
import io.github.baci.container.protocol.Message.Refused;
import io.github.baci.container.protocol.Message.Run;
import io.github.baci.container.protocol.Message.Signal;
import io.github.baci.container.protocol.Message.Swept;
import io.github.baci.layer.NameBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages as bytes: one for the type, then the fields in their order. */
final class MessageCodec {
  private static final int READY = 1;
  private static final int RUN = 2;
  private static final int SIGNAL = 3;
  private static final int INPUT = 4;
  private static final int END_OF_INPUT = 5;
  private static final int OUTPUT = 6;
  private static final int ERROR_OUTPUT = 7;
  private static final int EXITED = 8;
  private static final int REFUSED = 9;
  private static final int FAILED = 10;
  private static final int DAMAGED = 11;
  private static final int AWAIT_SWEEP = 12;
  private static final int SWEPT = 13;

  private MessageCodec() {}

  static void write(Message message, DataOutputStream out) throws IOException {
    if (message instanceof Output output) {
      out.writeByte(OUTPUT);
      out.write(output.bytes());
    } else if (message instanceof ErrorOutput output) {
      out.writeByte(ERROR_OUTPUT);
      out.write(output.bytes());
    } else if (message instanceof Input input) {
      out.writeByte(INPUT);
      out.write(input.bytes());
    } else if (message instanceof EndOfInput) {
      out.writeByte(END_OF_INPUT);
    } else if (message instanceof AwaitSweep) {
      out.writeByte(AWAIT_SWEEP);
    } else if (message instanceof Swept) {
      out.writeByte(SWEPT);
    } else if (message instanceof Signal signal) {
      out.writeByte(SIGNAL);
      out.writeInt(signal.number());
    } else if (message instanceof Run run) {
      out.writeByte(RUN);
      out.writeBoolean(run.input());
      SpecCodec.write(run.spec(), out);
    } else if (message instanceof Exited exited) {
      out.writeByte(EXITED);
      out.writeInt(exited.exitCode());
      out.writeBoolean(exited.layer().isPresent());
      if (exited.layer().isPresent()) {
        writeString(exited.layer().get().toString(), out);
      }
      out.writeBoolean(exited.storeIsFull());
    } else if (message instanceof Refused refused) {
      out.writeByte(REFUSED);
      writeString(refused.message(), out);
    } else if (message instanceof Damaged damaged) {
      out.writeByte(DAMAGED);
      writeString(damaged.notice(), out);
    } else if (message instanceof Failed failed) {
      out.writeByte(FAILED);
      writeString(failed.stackTrace(), out);
    } else if (message instanceof Ready ready) {
      out.writeByte(READY);
      out.writeInt(ready.warnings().size());
      for (String warning : ready.warnings()) {
        writeString(warning, out);
      }
    }
  }

  static Message read(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    return switch (type) {
      case OUTPUT -> new Output(in.readAllBytes());
      case ERROR_OUTPUT -> new ErrorOutput(in.readAllBytes());
      case INPUT -> new Input(in.readAllBytes());
      case END_OF_INPUT -> new EndOfInput();
      case AWAIT_SWEEP -> new AwaitSweep();
      case SWEPT -> new Swept();
      case SIGNAL -> new Signal(in.readInt());
      case RUN -> {
        boolean input = in.readBoolean();
        yield new Run(SpecCodec.read(in), input);
      }
      case EXITED -> {
        int exitCode = in.readInt();
        yield new Exited(
            exitCode,
            in.readBoolean() ? Optional.of(Digest.parse(readString(in))) : Optional.empty(),
            in.readBoolean());
      }
      case REFUSED -> new Refused(readString(in));
      case DAMAGED -> new Damaged(readString(in));
      case FAILED -> new Failed(readString(in));
      case READY -> {
        int count = in.readInt();
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          warnings.add(readString(in));
        }
        yield new Ready(warnings);
      }
      default -> throw new IOException("a message of type " + type);
    };
  }

  static void writeString(String text, DataOutputStream out) throws IOException {
    writeBytes(NameBytes.encode(text), out);
  }

  static String readString(DataInputStream in) throws IOException {
    return NameBytes.decode(readBytes(in));
  }

  static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
