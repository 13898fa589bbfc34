import io.github.baci.testing.*

// A root file system with everything that an archive can hold.
new File(basedir, 'make-rootfs.sh').with {
  text = '''
    set -eu
    mkdir -p root/bin root/etc root/var/empty root/tmp root/dev "root/a b/ünïcode"
    cp /bin/busybox root/bin/busybox
    ln root/bin/busybox root/bin/sh
    ln -s ../bin/busybox root/etc/link
    ln -s /nowhere root/etc/dangling
    echo "#!/bin/sh" > root/bin/tool
    echo text > "root/a b/ünïcode/file"
    : > root/etc/empty
    mkfifo root/var/fifo
    mknod root/dev/null c 1 3
    mknod root/dev/disk b 8 1
    truncate -s 3000000 root/var/sparse
    echo end >> root/var/sparse
    chown 1000:2000 root/etc/empty
    chown 70000:3000000 root/etc/link -h
    chmod 4755 root/bin/busybox; chmod 2750 root/var/empty; chmod 1777 root/tmp; chmod 000 root/etc/empty
    setfattr -n user.origin -v "made here" root/bin/tool
    setfattr -n security.capability -v 0x0100000200040000000000000000000000000000 root/bin/tool
    touch -h -d "2011-12-13T14:15:16.123456789Z" root/etc/link root/bin/tool root/var/empty
    tar --xattrs --xattrs-include=* --numeric-owner --format=posix -C root -cJf rootfs.tar.xz .
    rm -rf root
  '''
}
Command.of('sh', 'make-rootfs.sh').in(basedir.toPath()).succeed()
return true
