package io.github.baci.lambdas;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A class with a lambda of each kind, and with records; {@link #get} says what they all return. */
public final class Specimen implements Supplier<String> {
  private final String name = "specimen";
  private final List<String> heard = new ArrayList<>();

  /** A functional interface that is not public, with a primitive among its arguments. */
  interface Mixed<T extends Comparable<T>> {
    T choose(T first, long number, T second);
  }

  /** A lambda of a serializable type. */
  interface Kept extends Supplier<String>, Serializable {}

  /** A member of the nest with lambdas of its own. */
  private record Inner(int number) {
    int doubled() {
      Supplier<Integer> lambda = () -> twice(number);
      return lambda.get();
    }

    private static int twice(int value) {
      return 2 * value;
    }
  }

  /** A record without components. */
  record Nothing() {}

  /** A record with a component of each type. */
  record Everything(
      boolean truth,
      byte small,
      char letter,
      short shorter,
      int number,
      long wide,
      float floating,
      double wider,
      String text,
      char[] letters,
      List<Nothing> more) {}

  /** A record that says itself what is equal, and has the rest from the compiler. */
  record Half(int one, int other) {
    @Override
    public boolean equals(Object object) {
      return object instanceof Half half && one == half.one;
    }

    @Override
    public int hashCode() {
      return one;
    }
  }

  /** What the methods of records return, also for values that are equal to nothing else. */
  private static void compare(List<Object> all) {
    char[] letters = {'a'};
    List<Everything> records = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      records.add(
          new Everything(
              i != 0,
              (byte) (i == 1 ? -1 : 1),
              i == 2 ? 'x' : 'y',
              (short) (i == 3 ? -2 : 2),
              i == 4 ? -3 : 3,
              i == 5 ? 1L << 40 : 1L << 41,
              i == 6 ? -0.0f : 0.0f,
              i == 7 ? Double.NaN : 1e300,
              i == 8 ? null : "text",
              i == 9 ? null : letters,
              i == 10 ? List.of(new Nothing()) : List.of()));
    }
    records.add(
        new Everything(
            true, (byte) 1, 'y', (short) 2, 3, 1L << 41, 0, 1e300, "text", letters, List.of()));
    records.add(
        new Everything(
            true, (byte) 1, 'y', (short) 2, 3, 1L << 41, 0, 1e300, "text", letters, List.of()));
    records.add(
        new Everything(
            true,
            (byte) 1,
            'y',
            (short) 2,
            3,
            1L << 41,
            0,
            Double.NaN,
            "text",
            letters,
            List.of()));
    for (Everything record : records) {
      // An array's hash is another one in each run of the JVM, and the same within it.
      Object array = record.letters;
      all.add(record.hashCode() - 31 * Objects.hashCode(array));
      all.add(record.toString().replaceAll("C@[0-9a-f]+", "C@"));
      for (Object other : Arrays.asList("text", null)) {
        all.add(record.equals(other));
      }
      for (Everything other : records) {
        all.add(record.equals(other) ? 1 : 0);
      }
    }
    all.add(List.of(new Nothing(), new Nothing().hashCode(), new Nothing().equals(new Nothing())));
    all.add(
        List.of(new Half(1, 2), new Half(1, 2).equals(new Half(1, 3)), new Half(7, 2).hashCode()));
  }

  @Override
  public String get() {
    List<Object> all = new ArrayList<>();
    int captured = 40;
    long wide = 1L << 40;
    double wider = 0.5;
    IntBinaryOperator sum = (a, b) -> a + b + captured;
    LongSupplier longs = () -> wide + (long) wider;
    Function<String, Integer> length = String::length;
    ToIntFunction<Integer> unboxed = Integer::intValue;
    Supplier<String> bound = name::toUpperCase;
    Supplier<List<String>> made = ArrayList::new;
    Function<Integer, int[]> array = int[]::new;
    BiFunction<String, String, Boolean> equal = String::equals;
    Comparator<Integer> order = Integer::compare;
    Consumer<String> dropped = heard::add;
    Mixed<String> mixed = (first, number, second) -> number > captured ? first : second;
    Kept kept = () -> "kept";
    Supplier<Supplier<String>> nested = () -> () -> name + captured;
    Runnable own = this::hear;
    own.run();
    dropped.accept("dropped");
    all.add(sum.applyAsInt(1, 1));
    all.add(longs.getAsLong());
    all.add(length.apply("four"));
    all.add(unboxed.applyAsInt(7));
    all.add(bound.get());
    all.add(made.get());
    all.add(array.apply(3).length);
    all.add(equal.apply("a", "a"));
    all.add(order.compare(1, 2));
    all.add(mixed.choose("first", 41, "second"));
    all.add(kept.get());
    all.add(nested.get().get());
    all.add(new Inner(21).doubled());
    all.add(heard);
    all.add(Optional.of(3).map(number -> number + 1L).orElseThrow());
    all.add(
        IntStream.range(0, 5)
            .mapToObj(number -> new Inner(number))
            .map(Inner::number)
            .collect(
                Collectors.groupingBy(number -> number % 2, TreeMap::new, Collectors.toList())));
    compare(all);
    all.add(Stream.of("b", "a").sorted(Comparator.<String>naturalOrder().reversed()).toList());
    return all.toString();
  }

  private void hear() {
    heard.add("own");
  }
}
