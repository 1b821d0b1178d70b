/**
 * Environment of processes that run networks: how the GNU allocator gives memory back. Blocks of 8 MB and more come from the system and return
 * to it at once (left to itself it raises that to 32 MB), and what is smaller lies on one heap for all threads. Otherwise networks leave holes of
 * hundreds of megabytes, which grew from run to run. Nothing else reads the word.
 */
export const MEMORY_HABITS = { GLIBC_TUNABLES: 'glibc.malloc.mmap_threshold=8388608:glibc.malloc.arena_max=1' }
