def log = new File(basedir, 'build.log').text
def reports = log.split('Store ' + java.util.regex.Pattern.quote(new File(basedir, 'store').path)).drop(1)
assert reports.size() == 4
assert reports[0] =~ /Nothing to delete; it holds:\s+\S*\s+layers +2 /
assert reports[1] =~ /Would be deleted:\s+\S*\s+layers +2 /
assert reports[2] =~ /Deleted:\s+\S*\s+layers +2 /
assert reports[2] =~ /Left:\s+\S*\s+all +0 +0 B/
assert reports[3] =~ /Deleted:\s+\S*\s+layers +2 /

// Pruned while nothing is built, the store is empty, and the same comes out again.
assert new File(basedir, 'target/again.aci').bytes == new File(basedir, 'target/prune-1.0.aci').bytes
['layers', 'indexes', 'steps', 'files', 'tmp'].each { area ->
    def left = []
    new File(basedir, "store/$area").eachFileRecurse(groovy.io.FileType.FILES) { left << it }
    assert left == []
}
assert log.contains("baci.prune.olderThan is 'yesterday', but must be a time, as in 30d, 12h, 2w, or P30D in ISO 8601")
return true
