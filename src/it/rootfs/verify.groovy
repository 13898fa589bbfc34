import io.github.baci.testing.*

def file = new File(basedir, 'target/rootfs-1.0.aci').toPath()
def actool = Actool.validate(file)
assert actool.exitCode() == 0 && actool.output().isEmpty() : actool.output()

def archive = AciContents.of(new File(basedir, 'rootfs.tar.xz').toPath()).entries()
def image = AciContents.of(file).entries()
def name = { it == '' ? 'rootfs' : 'rootfs/' + it }
assert image.keySet() - 'manifest' == archive.keySet().collect { name(it == '.' ? '' : it) } as Set

// Of several names of one file an archive holds the bytes once, and may do so under another name.
def bytes = { all, entry, prefix -> entry.type() == '1' as char ? all[prefix + entry.link().replaceFirst('^\\./', '').replaceFirst('^rootfs/', '')].content() : entry.content() }
archive.each { path, want ->
  def got = image[name(path == '.' ? '' : path)]
  if (path in ['', '.']) {
    // The destination was there before the archive, and stays what it is.
    assert [got.type(), got.mode(), got.uid(), got.gid()] == ['5' as char, 0755, 0L, 0L]
    return
  }
  assert [got.mode(), got.uid(), got.gid(), got.mtime()] == [want.mode(), want.uid(), want.gid(), want.mtime()] : path
  assert got.xattrs() == want.xattrs() : path
  if (want.type() == '2' as char) {
    assert got.type() == want.type() && got.link() == want.link() : path
  } else if ('01'.indexOf(want.type() as int) >= 0) {
    assert bytes(image, got, 'rootfs/') == bytes(archive, want, '') : path
  } else {
    assert got.type() == want.type() : path
  }
}
return true
