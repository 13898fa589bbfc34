package io.github.baci.compress;

/**
 * What joins the chunks of one file, where they are not files of their own. Each chunk ends in a
 * check, which is kept with it and not written. For one thread.
 */
public interface Joint {
  /** Nothing: chunks are files of their own. */
  Joint NONE =
      new Joint() {
        @Override
        public byte[] head() {
          return new byte[0];
        }

        @Override
        public int checkLength() {
          return 0;
        }

        @Override
        public void pass(byte[] check) {
          // there is none
        }

        @Override
        public byte[] tail() {
          return new byte[0];
        }

        @Override
        public byte[] save() {
          return new byte[0];
        }

        @Override
        public boolean restore(byte[] saved) {
          return saved.length == 0;
        }
      };

  /** Returns what stands before the first chunk. */
  byte[] head();

  /** Returns how many bytes at the end of each chunk are its check. */
  int checkLength();

  /** Takes note of the next chunk of the file, by its check. */
  void pass(byte[] check);

  /** Returns what stands behind the last chunk. */
  byte[] tail();

  /** Returns what is known of the chunks so far, to go on from there with {@link #restore}. */
  byte[] save();

  /**
   * Goes on behind the chunks that were passed when {@link #save} was called.
   *
   * @return whether the bytes have the form of what that returned
   */
  boolean restore(byte[] saved);
}
