import { useMemo } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { useRegionPrompts } from '../regions/region-prompts.ts'
import { useMixes, useShownSet } from '../stems/shown-set.ts'
import { useHeardTake } from '../takes/heard-take.ts'
import type { SongLane } from './song-item.ts'
import { songLanes } from './song-lanes.ts'

export const useSongLanes = (project: ProjectView): readonly SongLane[] => {
  const heard = useHeardTake(project)
  const stems = useShownSet(project)
  const mixes = useMixes(project, stems)
  const prompts = useRegionPrompts()
  return useMemo(() => (heard ? songLanes({ project, heard, stems, mixes, promptOf: (id) => prompts[id] ?? '' }) : []), [project, heard, stems, mixes, prompts])
}
