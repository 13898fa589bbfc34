// A release is never asked for again: what an earlier run has resolved goes.
new File(localRepositoryPath, 'org/example/shop').deleteDir()
return true
