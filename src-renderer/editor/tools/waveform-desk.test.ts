import { expect, test } from 'vitest'
import { RegionId } from '../../../src-shared/kernel/ids.ts'
import { selectSpan, shownRegionId, useSession } from '../session-store.ts'
import { waveformDesk } from './waveform-desk.ts'

test('a drag that is given up leaves the region chosen: else its bars would be kept a second time', () => {
  const regionId = RegionId.parse('reg_00000001')
  selectSpan({ startFrame: 100, endFrame: 200 }, regionId)
  waveformDesk.previewSelection({ startFrame: 300, endFrame: 400 })
  expect(shownRegionId(useSession.getState())).toBeUndefined()
  waveformDesk.dropPreview()
  expect(useSession.getState()).toMatchObject({ selectedRegionId: regionId, preview: undefined })
})
