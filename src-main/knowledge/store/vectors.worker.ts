import { rmSync } from 'node:fs'
import { serveTasks } from '../../platform/threads/worker-task.ts'
import { forgetFile, isDamagedFile, listVectors, nearestVectors, putVectors, removeVectors, type VectorFile } from './sqlite-vectors.ts'

/** A damaged file is thrown away and begun anew: it holds nothing that the library does not. */
const mending =
  <T extends VectorFile, R>(work: (request: T) => R) =>
  (request: T): R => {
    try {
      return work(request)
    } catch (cause) {
      if (!isDamagedFile(cause)) throw cause
      forgetFile(request.path)
      for (const end of ['', '-wal', '-shm']) rmSync(`${request.path}${end}`, { force: true })
      return work(request)
    }
  }

/** Keeps vectors in a file; a thread, because a search reads all of them. */
export default serveTasks({
  list: mending(listVectors),
  put: mending(putVectors),
  remove: mending(removeVectors),
  nearest: mending(nearestVectors),
})
