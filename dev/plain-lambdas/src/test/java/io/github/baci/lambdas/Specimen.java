package io.github.baci.lambdas;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

/** A class with a lambda of each kind; {@link #get} says what they all return. */
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
    all.add(Stream.of("b", "a").sorted(Comparator.<String>naturalOrder().reversed()).toList());
    return all.toString();
  }

  private void hear() {
    heard.add("own");
  }
}
