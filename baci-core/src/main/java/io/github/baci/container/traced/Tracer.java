package io.github.baci.container.traced;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Follows the threads of a guest: waits for one to stop, answers its call, and lets it go on. All
 * of it happens in one thread, the only one from which the kernel takes it.
 */
final class Tracer {
  private static final int CLONE_VM = 0x100;
  private static final int CLONE_FS = 0x200;
  private static final int CLONE_VFORK = 0x4000;
  private static final int CLONE_THREAD = 0x10000;
  private static final int SYSCALL_STOP = Ptrace.SIGTRAP | 0x80;
  private static final int SIGTSTP = 20;
  private static final int SIGTTOU = 22;

  /** All that any tracer of this process follows, so that none takes another's dead away. */
  private static final Set<Integer> TRACED = ConcurrentHashMap.newKeySet();

  private final Ptrace ptrace = new Ptrace();
  private final Guest guest;
  private final Answers answers;

  /** Threads that stopped before their maker said what they are. */
  private final Set<Integer> early = new HashSet<>();

  /** What is known of threads that have not stopped yet. */
  private final Map<Integer, Task> announced = new HashMap<>();

  private final Set<Integer> ended = new HashSet<>();
  private final int main;
  private int mainStatus = -1;
  private boolean isEnding;
  private final Consumer<Integer> started;
  private final GuestNumbers numbers;
  private boolean isStarted;

  /**
   * Takes over a process that is stopped.
   *
   * @param main its first thread, which is about to execute the command
   * @param numbers knows the numbers that the guest has for what is traced
   * @param started hears 0 when that has been done, or the error's number
   */
  Tracer(Guest guest, Answers answers, Task main, GuestNumbers numbers, Consumer<Integer> started) {
    this.started = started;
    this.numbers = numbers;
    this.guest = guest;
    this.answers = answers;
    this.main = main.pid;
    guest.processes().add(main);
    TRACED.add(main.pid);
  }

  /**
   * Follows everything until the first process has ended; then ends all others.
   *
   * @return the status of the first process, as wait gives it
   */
  int follow() {
    while (true) {
      int pid = ptrace.await();
      if (pid < 0) {
        break; // no child is left
      }
      int status = ptrace.status();
      if ((status & 0x7f) != 0x7f) {
        ended(pid, status);
        if (guest.processes().isEmpty() && early.isEmpty() && announced.isEmpty()) {
          break;
        }
      } else {
        stopped(pid, (status >> 8) & 0xff, status >>> 16);
      }
    }
    for (int pid : ended) {
      if (!TRACED.contains(pid)) {
        Ptrace.reap(pid);
      }
    }
    return mainStatus;
  }

  private void ended(int pid, int status) {
    early.remove(pid);
    announced.remove(pid);
    Task task = guest.processes().remove(pid);
    TRACED.remove(pid);
    if (task != null && task.scratch != 0 && !task.borrowsScratch) {
      task.memory.spare.push(task.scratch);
    }
    if (pid == main) {
      mainStatus = status;
      isEnding = true;
      killAll();
    } else {
      Ptrace.reap(pid);
      ended.add(pid);
    }
  }

  /** Ends all that is left: what a command leaves behind ends with it. */
  private void killAll() {
    for (Task task : guest.processes().all()) {
      kill(task.pid);
    }
    early.forEach(Tracer::kill);
  }

  private static void kill(int pid) {
    io.github.baci.container.syscall.RawCalls.call(
        GuestCall.KILL.number(), pid, Ptrace.SIGKILL, 0, 0, 0, 0);
  }

  private void stopped(int pid, int signal, int event) {
    Task task = guest.processes().get(pid);
    if (task == null) {
      task = announced.remove(pid);
      if (task == null) {
        early.add(pid);
        if (isEnding) {
          kill(pid);
        }
        return;
      }
      begin(task);
      return;
    }
    if (isEnding) {
      kill(pid);
    }
    switch (event) {
      case Ptrace.EVENT_SECCOMP -> called(task);
      case Ptrace.EVENT_FORK, Ptrace.EVENT_VFORK, Ptrace.EVENT_CLONE -> forked(task, event);
      case Ptrace.EVENT_EXEC -> executed(task);
      case Ptrace.EVENT_STOP -> {
        boolean isGroupStop = signal == Ptrace.SIGSTOP || (signal >= SIGTSTP && signal <= SIGTTOU);
        if (isGroupStop) {
          Ptrace.listen(pid);
        } else {
          resume(task, 0);
        }
      }
      default -> {
        if (signal == SYSCALL_STOP) {
          completed(task);
        } else {
          resume(task, signal);
        }
      }
    }
  }

  private void resume(Task task, int signal) {
    if (task.completion != null || task.replacedMask != 0) {
      Ptrace.resumeToCall(task.pid, signal);
    } else {
      Ptrace.resume(task.pid, signal);
    }
  }

  private void called(Task task) {
    Registers registers = guest.registers();
    if (!registers.read(task.pid)) {
      return;
    }
    task.replacedMask = 0;
    task.completion = null;
    GuestCall call = GuestCall.of(registers.number());
    long answer;
    if (call == null) {
      answer = Guest.MAKE;
    } else if (task.name != null) {
      answer = guest.setName(task, task.name);
    } else {
      answer = answers.answer(task, call);
    }
    if (answer == Guest.MAKE) {
      if (task.replacedMask != 0) {
        registers.write(task.pid);
      }
    } else if (answer != Guest.LATER) {
      task.replacedMask = 0;
      task.completion = null;
      registers.skip(task.pid, answer);
      notStarted(answer);
    }
    resume(task, 0);
  }

  private void completed(Task task) {
    Registers registers = guest.registers();
    if (!registers.read(task.pid)) {
      return;
    }
    for (int i = 0; i < task.replaced.length; i++) {
      boolean isResult = i == 0 && !GuestCall.isX86();
      if ((task.replacedMask & (1 << i)) != 0 && !isResult) {
        registers.setArgument(i, task.replaced[i]);
      }
    }
    if (task.completion == null) {
      notStarted(registers.result());
    }
    boolean isChanged = task.replacedMask != 0 || task.completion != null;
    task.replacedMask = 0;
    Task.Completion completion = task.completion;
    task.completion = null;
    if (completion != null) {
      completion.completed(task);
    }
    if (isChanged) {
      registers.write(task.pid);
    }
    resume(task, 0);
  }

  /** Ends the process that could not become the command. */
  private void notStarted(long result) {
    if (!isStarted && result < 0) {
      isStarted = true;
      started.accept((int) -result);
      kill(main);
    }
  }

  private void forked(Task task, int event) {
    int pid = (int) ptrace.message(task.pid);
    Task child = child(task, pid, event);
    if (early.remove(pid)) {
      begin(child);
    } else {
      announced.put(pid, child);
    }
    resume(task, 0);
  }

  private Task child(Task task, int pid, int event) {
    Registers registers = guest.registers();
    long flags = 0;
    if (registers.read(task.pid) && registers.number() == GuestCall.CLONE.number()) {
      flags = registers.argument(0);
    } else if (event == Ptrace.EVENT_VFORK) {
      flags = CLONE_VM | CLONE_VFORK;
    }
    boolean isThread = (flags & CLONE_THREAD) != 0;
    boolean sharesMemory = (flags & CLONE_VM) != 0;
    Task child =
        new Task(
            pid,
            isThread ? task.group : pid,
            task.credentials,
            (flags & CLONE_FS) != 0 ? task.place : task.place.copy(),
            sharesMemory ? task.memory : task.memory.copy());
    numbers.tell(child);
    if (!sharesMemory) {
      child.scratch = task.scratch;
      child.scratchSize = task.scratchSize;
    } else if ((flags & CLONE_VFORK) != 0 && task.scratch != 0) {
      child.borrowsScratch = true;
      child.scratch = task.scratch;
      child.scratchSize = task.scratchSize;
    }
    return child;
  }

  private void begin(Task task) {
    TRACED.add(task.pid);
    ended.remove(task.pid);
    guest.processes().add(task);
    if (isEnding) {
      kill(task.pid);
    }
    resume(task, 0);
  }

  private void executed(Task stopped) {
    int pid = stopped.pid;
    Task task = stopped;
    int former = (int) ptrace.message(pid);
    if (former != pid) {
      Task caller = guest.processes().remove(former);
      TRACED.remove(former);
      if (caller != null) {
        guest.processes().remove(pid);
        task = caller;
        task.pid = pid;
        task.group = pid;
        task.number = task.groupNumber;
        guest.processes().add(task);
      }
    }
    if (task.scratch != 0 && !task.borrowsScratch) {
      task.memory.spare.push(task.scratch); // for the thread that this one shared its memory with
    }
    task.memory = new Task.Memory();
    task.scratch = 0;
    task.borrowsScratch = false;
    task.replacedMask = 0;
    task.completion = null;
    task.place = task.place.copy();
    if (task.executing != null) {
      task.memory.program = task.executing.program();
      task.credentials = task.executing.as();
      task.name = task.executing.name().orElse(null);
    }
    if (!isStarted) {
      isStarted = true;
      started.accept(0);
    }
    if (guest.registers().read(pid)) {
      task.memory.stackTop = guest.registers().stack();
    }
    resume(task, 0);
  }
}
