module dev.skerry/bootagent

go 1.25

require (
	github.com/klauspost/compress v1.20.4
	github.com/mikelolasagasti/xz v1.0.1
	github.com/ulikunitz/xz v0.5.17
)
