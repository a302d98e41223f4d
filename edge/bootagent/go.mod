module dev.skerry/bootagent

go 1.24
