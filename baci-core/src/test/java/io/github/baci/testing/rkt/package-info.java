/**
 * A stand-in for rkt: an executable of the tests' own that takes rkt's command line, refuses what
 * rkt refuses, and behaves at the ends of pods as rkt 1.30 was seen to do, with the two kinds of
 * stage1 image that differ most. It is no rkt: it knows what the tests of the engine need and
 * nothing else.
 */
package io.github.baci.testing.rkt;
