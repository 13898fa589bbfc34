package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.traced.Bind;
import io.github.baci.container.traced.BindTable;
import io.github.baci.container.traced.Credentials;
import io.github.baci.container.traced.Enclosure;
import io.github.baci.container.traced.GuestFiles;
import io.github.baci.container.traced.Owners;
import io.github.baci.container.traced.TracedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Commands whose system calls are answered so that they find themselves root of a file system of
 * their own, where the builder may do nothing that an ordinary user may not. Where it can make
 * namespaces with one id, they are the root of a file system for the kernel too, and what is
 * answered are owners and ids alone.
 */
final class TracedConfinement implements Confinement {
  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");
  private static final Map<String, String> LINKS =
      Map.of(
          "fd", "/proc/self/fd",
          "stdin", "/proc/self/fd/0",
          "stdout", "/proc/self/fd/1",
          "stderr", "/proc/self/fd/2",
          "ptmx", "pts/ptmx");

  private static final Path INSIDE = Path.of("/dev/.baci");

  private final Optional<Enclosing> enclosing;
  private final Owners owners;
  private final FileTraits traits;
  private final Set<TracedCommand> running = ConcurrentHashMap.newKeySet();
  private boolean isUsed;

  /** Makes what holds the commands. */
  interface Enclosing {
    /** Makes it for a run. */
    Enclosure of(Plan plan, TracedEnclosure.Owned owned);
  }

  /**
   * Prepares.
   *
   * @param enclosing where the kernel keeps the commands in; else nothing does
   */
  TracedConfinement(Optional<Enclosing> enclosing) {
    this.enclosing = enclosing;
    owners = enclosing.isPresent() ? Owners.ofTheOnlyUser() : Owners.ofThisUser();
    traits = new PretendedTraits(owners);
  }

  /** Refuses a machine where no process can be traced. */
  static void check() throws InterruptedException {
    try {
      TracedCommand.probe();
    } catch (IOException e) {
      throw new BaciException(
          ("processes cannot be traced here (%s): the seccomp profile of the container has to allow"
                  + " ptrace and process_vm_writev, as Docker's default does from Linux 4.8 on, and"
                  + " kernel.yama.ptrace_scope has to be 0 or 1")
              .formatted(e.getMessage()),
          e);
    }
  }

  @Override
  public FileTraits traits() {
    return traits;
  }

  @Override
  public boolean bindsPaths() {
    return true;
  }

  @Override
  public boolean mounts() {
    return enclosing.isPresent();
  }

  @Override
  public boolean closesNetwork() {
    return true;
  }

  @Override
  public StartedCommand start(Plan plan) throws IOException, InterruptedException {
    noteUse();
    ContainerSpec spec = plan.spec();
    boolean isEnclosed = enclosing.isPresent();
    String root = isEnclosed ? "/" : plan.root().toString();
    BindTable binds =
        new BindTable(new Bind("", root, false), isEnclosed ? mounted(plan) : binds(plan));
    List<String> environment = new ArrayList<>();
    spec.env().forEach((name, value) -> environment.add(name + "=" + value));
    GuestFiles files = new GuestFiles(binds, owners);
    ProgramSearch search = new ProgramSearch(files::find, spec);
    Path shortNames = isEnclosed ? INSIDE : Files.createTempDirectory("baci");
    TracedCommand command =
        new TracedCommand(
            new TracedCommand.Plan(
                new TracedCommand.Plan.Root(binds, owners, shortNames),
                Credentials.of(spec.user().uid(), spec.user().gid(), spec.user().groups()),
                new TracedCommand.Plan.Invocation(
                    search::find, spec.command(), environment, plan.workingDirectory()),
                new TracedCommand.Plan.Surroundings(
                    spec.hostname(), isEnclosed || spec.network() == NetworkMode.HOST),
                isEnclosed ? enclosing.get().of(plan, new Belongings()) : Enclosure.NONE),
            plan.descriptors());
    boolean isStarted = false;
    try {
      command.start();
      running.add(command);
      isStarted = true;
    } finally {
      if (!isStarted) {
        delete(shortNames);
      }
    }
    return new Started(command, shortNames);
  }

  /** What is in the guest's own /dev goes with it. */
  private void delete(Path shortNames) throws IOException {
    if (enclosing.isEmpty()) {
      FileDeletion.delete(shortNames);
    }
  }

  /** From the second run on, files of earlier ones may have gone. */
  private synchronized void noteUse() {
    if (isUsed) {
      owners.expectStale();
    }
    isUsed = true;
  }

  /** A command that runs. */
  private final class Started implements StartedCommand {
    private final TracedCommand command;
    private final Path shortNames;

    Started(TracedCommand command, Path shortNames) {
      this.command = command;
      this.shortNames = shortNames;
    }

    @Override
    public void signal(int number) throws IOException {
      command.signal(number);
    }

    @Override
    public int await() throws IOException, InterruptedException {
      try {
        return command.await();
      } finally {
        running.remove(command);
        delete(shortNames);
      }
    }
  }

  /** Returns what is mounted: each place is the same for the kernel and for the guest. */
  private static List<Bind> mounted(Plan plan) {
    List<Bind> binds = new ArrayList<>();
    binds.add(new Bind("/proc", "/proc", false));
    binds.add(new Bind("/sys", "/sys", true));
    for (Bound bound : plan.bound()) {
      if (bound.target().isEmpty()) {
        throw new BaciException("nothing can be mounted on the root directory");
      }
      binds.add(new Bind("/" + bound.target(), "/" + bound.target(), bound.readOnly()));
    }
    return binds;
  }

  private List<Bind> binds(Plan plan) throws IOException {
    List<Bind> binds = new ArrayList<>();
    int root = FileCalls.openDirectory(FileCalls.CWD, plan.root().toString());
    try {
      binds.add(new Bind(place(root, "/proc"), "/proc", false));
      binds.add(new Bind(place(root, "/sys"), "/sys", true));
      addDevices(place(root, "/dev"), plan.own().resolve("traced-dev"), binds);
    } finally {
      FileCalls.close(root);
    }
    binds.add(new Bind("/proc/sys/kernel/hostname", plan.own() + "/files/hostname", true));
    for (Bound bound : plan.bound()) {
      String place = bound.target().isEmpty() ? "" : "/" + bound.target();
      makePlace(binds, place, Files.isDirectory(bound.source()));
      binds.add(new Bind(place, bound.source().toString(), bound.readOnly()));
      if (bound.owner().isPresent()) {
        own(bound.source(), bound.owner().get());
      }
    }
    return binds;
  }

  /** Tells the table of owners what an enclosure has mounted. */
  private final class Belongings implements TracedEnclosure.Owned {
    @Override
    public void own(Path path, ContainerSpec.Identity user) throws IOException {
      TracedConfinement.this.own(path, user);
    }

    @Override
    public void begin(long device) {
      owners.forget(Owners.device(device));
    }

    @Override
    public FileStatus seen(FileStatus real) {
      return owners.see(real);
    }
  }

  /** Lets everything in a directory that belongs to nobody else belong to a user. */
  private void own(Path directory, ContainerSpec.Identity user) throws IOException {
    if (user.uid() == 0 && user.gid() == 0) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        FileStatus status = FileCalls.stat(FileCalls.CWD, file.toString());
        long device = Owners.device(status.device());
        if (owners.get(device, status.inode()).equals(Owners.Entry.ROOT)) {
          owners.put(
              device,
              status.inode(),
              new Owners.Entry((int) user.uid(), (int) user.gid(), -1, 0, Map.of()));
        }
      }
    }
  }

  private static String place(int root, String path) throws IOException {
    String place = RootPath.resolve(root, path).path();
    return place.isEmpty() ? "" : "/" + place;
  }

  private void addDevices(String dev, Path own, List<Bind> binds) throws IOException {
    FileCalls.mkdir(FileCalls.CWD, own.toString(), 0755);
    traits.made(own);
    binds.add(new Bind(dev, own.toString(), false));
    for (String device : DEVICES) {
      Files.createFile(own.resolve(device));
      binds.add(new Bind(dev + "/" + device, "/dev/" + device, false));
    }
    for (Map.Entry<String, String> link : LINKS.entrySet()) {
      FileCalls.symlink(link.getValue(), FileCalls.CWD, own + "/" + link.getKey());
      traits.made(own.resolve(link.getKey()));
    }
    FileCalls.mkdir(FileCalls.CWD, own + "/shm", 0755);
    FileCalls.chmod(FileCalls.CWD, own + "/shm", 01777);
    FileCalls.mkdir(FileCalls.CWD, own + "/pts", 0755);
    traits.made(own.resolve("shm"));
    traits.made(own.resolve("pts"));
    if (Files.isDirectory(Path.of("/dev/pts"))) {
      binds.add(new Bind(dev + "/pts", "/dev/pts", false));
    }
  }

  /** Makes what is missing of a place that is below something that is bound. */
  private static void makePlace(List<Bind> binds, String place, boolean directory)
      throws IOException {
    Optional<Bind> above = Optional.empty();
    for (Bind bind : binds) {
      if (place.startsWith(bind.guest() + "/")
          && (above.isEmpty() || bind.guest().length() >= above.get().guest().length())) {
        above = Optional.of(bind);
      }
    }
    if (above.isEmpty()) {
      return;
    }
    String inside = place.substring(above.get().guest().length());
    int source = FileCalls.openDirectory(FileCalls.CWD, above.get().host());
    try (RootPlace found = RootPlace.find(source, inside)) {
      if (!found.exists()) {
        found.made(directory);
      }
    } finally {
      FileCalls.close(source);
    }
  }

  /** Kills all commands. */
  void killAll() {
    for (TracedCommand command : running) {
      try {
        command.signal(io.github.baci.container.syscall.ProcessCalls.SIGKILL);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
