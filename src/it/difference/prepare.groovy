import io.github.baci.testing.*

// The base of this story: busybox, as an OCI image layout in the build context.
Command.of('cp', '-a', BusyboxBase.image().layout().toString(), new File(basedir, 'base').path).succeed()
return true
