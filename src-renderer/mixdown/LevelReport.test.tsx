import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { levelReached } from '../../src-shared/mixdown/level-reached.ts'
import { useNotices } from '../notices/index.ts'
import { LevelReport } from './LevelReport.tsx'
import { closeLevelReport, tellExported } from './level-report.ts'

beforeEach(() => useNotices.setState({ notices: [] }))
afterEach(() => {
  cleanup()
  closeLevelReport()
})

const target = { targetLufs: -14, ceilingDbtp: -1 }
const silent = (fileName: string) => levelReached(fileName, target, { truePeakDbtp: -120 })
const loud = levelReached('Loud.wav', target, { integratedLufs: -14, truePeakDbtp: -2 })
const finished = { jobId: 'job_1' as JobId, trackId: 'trk_1' as TrackId, fileName: 'Rain.wav' }
const notices = () => useNotices.getState().notices.map(({ tone, text }) => [tone, text])

test('a file as loud as asked is just there; one that is not says so until it is read', () => {
  tellExported({ ...finished, levels: [loud] })
  expect(notices()).toEqual([['fact', 'Exported Rain.wav']])
  tellExported({ ...finished, levels: [silent('Rain.wav')] })
  expect(notices().at(-1)).toEqual(['failure', 'Rain.wav is silent: there is nothing to bring to −14.0 LUFS, so it was written as it is.'])
})

test('of many files each one that is not as loud as asked can be seen', () => {
  render(<LevelReport />)
  act(() => tellExported({ ...finished, fileName: 'Album', fileCount: 3, levels: [silent('a.wav'), loud, silent('b.wav')] }))
  expect(notices().at(-1)).toEqual(['failure', '2 of 3 files are not as loud as asked. All were written.'])
  act(() => useNotices.getState().notices.at(-1)?.action?.run())
  expect(screen.getByRole('dialog', { name: '2 of 3 files are not as loud as asked' })).toBeDefined()
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'a.wav is silent: there is nothing to bring to −14.0 LUFS, so it was written as it is.',
    'b.wav is silent: there is nothing to bring to −14.0 LUFS, so it was written as it is.',
  ])
})
