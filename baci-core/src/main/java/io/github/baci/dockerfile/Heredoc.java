package io.github.baci.dockerfile;

/**
 * A here-document of an instruction.
 *
 * @param name the delimiter without quotes; for COPY and ADD also the name of the file
 * @param fileDescriptor the number before {@code <<}, 0 if there is none
 * @param expand whether the delimiter has no quotes, so that COPY and ADD expand variables in the
 *     body; RUN never does
 * @param chomp whether it was opened with {@code <<-}, so that tabs at the start of lines go
 * @param body the body as it was written, with all tabs and line ends
 */
public record Heredoc(String name, int fileDescriptor, boolean expand, boolean chomp, String body) {

  /** Returns the body; without the tabs at the start of each line if it was opened so. */
  public String content() {
    if (!chomp || body.indexOf('\t') < 0) {
      return body;
    }
    StringBuilder out = new StringBuilder(body.length());
    boolean lineStart = true;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (lineStart && c == '\t') {
        continue;
      }
      lineStart = c == '\n';
      out.append(c);
    }
    return out.toString();
  }
}
