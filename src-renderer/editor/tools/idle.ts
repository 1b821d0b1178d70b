import { carrying } from './carrying.ts'
import { extending } from './extending.ts'
import { panning } from './panning.ts'
import { pointing } from './pointing.ts'
import { resizing } from './resizing.ts'
import { scrubbing } from './scrubbing.ts'
import type { ToolDesk, ToolState } from './tool.ts'

/** Nothing is held. The press decides by what lies under it. Every other state is given this one as `rest`, so that no file needs its opener. */
export const idle = (desk: ToolDesk): ToolState => {
  const state: ToolState = {
    name: 'idle',
    down(moment) {
      if (moment.isPan) return panning(desk, moment.x, state)
      switch (moment.hit.zone) {
        case 'ruler':
          return scrubbing(desk, moment, state)
        case 'marker':
          return carrying(desk, moment.hit.markerId, moment, state)
        case 'take-dot':
          desk.hearTake(moment.hit.takeId)
          return state
        case 'extension-edge':
          return extending(desk, state)
        case 'selection-edge': {
          const span = desk.selection()
          return span ? resizing(desk, { kind: 'selection', span, side: moment.hit.side }, state) : state
        }
        case 'region-edge': {
          const span = desk.regionSpan(moment.hit.regionId)
          if (!span) return state
          desk.selectRegion(moment.hit.regionId)
          return resizing(desk, { kind: 'region', regionId: moment.hit.regionId, span, side: moment.hit.side }, state)
        }
        case 'section':
        case 'region':
        case 'selection':
        case 'wave':
          return pointing(desk, moment, state)
      }
    },
    move: () => state,
    up: () => state,
    cancel: () => state,
  }
  return state
}
