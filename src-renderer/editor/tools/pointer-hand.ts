import { useSession } from '../session-store.ts'
import { hitTest } from '../waveform/hit-test.ts'
import { frameAtX } from '../waveform/viewport.ts'
import { panByPx, useViewport, zoomBy } from '../waveform/viewport-store.ts'
import type { WaveformStage } from '../waveform/waveform-stage.ts'
import { idle } from './idle.ts'
import type { Hit, PointerMoment, ToolDesk, ToolState } from './tool.ts'

const CURSORS: Readonly<Record<Hit['zone'], string>> = {
  ruler: 'text',
  marker: 'grab',
  section: 'pointer',
  'extension-edge': 'ew-resize',
  'take-dot': 'pointer',
  'selection-edge': 'ew-resize',
  'region-edge': 'ew-resize',
  region: 'crosshair',
  selection: 'crosshair',
  wave: 'crosshair',
}
const DRAGGING_TO_EDGE = new Set<ToolState['name']>(['marking', 'resizing', 'extending', 'carrying'])
/** Dragged this near to the window's edge, the waveform moves along. */
const EDGE_PX = 24
const EDGE_SPEED_PX = 12
/** One notch of a mouse wheel (100) zooms by about a fifth. */
const WHEEL_ZOOM = 0.0018
const PINCH_ZOOM = 0.01

/** Turns the browser's pointer and wheel events on the waveform into moments for the tools. */
export class PointerHand {
  readonly #canvas: HTMLCanvasElement
  readonly #stage: WaveformStage
  readonly #listening = new AbortController()
  #tool: ToolState
  #last: PointerEvent | undefined
  #edgeRequest = 0

  constructor(canvas: HTMLCanvasElement, stage: WaveformStage, desk: ToolDesk) {
    this.#canvas = canvas
    this.#stage = stage
    this.#tool = idle(desk)
    const { signal } = this.#listening
    canvas.addEventListener('pointerdown', (event) => this.#down(event), { signal })
    canvas.addEventListener('pointermove', (event) => this.#move(event), { signal })
    canvas.addEventListener('pointerup', (event) => this.#become(this.#tool.up(this.#momentOf(event))), { signal })
    canvas.addEventListener('pointercancel', () => this.cancel(), { signal })
    canvas.addEventListener('lostpointercapture', () => this.cancel(), { signal })
    canvas.addEventListener('pointerleave', () => useSession.setState({ hover: undefined }), { signal })
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false })
  }

  get isDragging(): boolean {
    return this.#tool.name !== 'idle'
  }

  cancel(): void {
    this.#become(this.#tool.cancel())
  }

  hitAt(clientX: number, clientY: number): { readonly hit: Hit; readonly frame: number } | undefined {
    const { scene } = this.#stage
    if (!scene) return undefined
    const rect = this.#canvas.getBoundingClientRect()
    return { hit: hitTest(scene, clientX - rect.left, clientY - rect.top), frame: frameAtX(scene.view, clientX - rect.left) }
  }

  dispose(): void {
    this.cancel()
    this.#listening.abort()
    cancelAnimationFrame(this.#edgeRequest)
  }

  #momentOf(event: PointerEvent): PointerMoment {
    const rect = this.#canvas.getBoundingClientRect()
    const x = event.clientX - rect.left
    const { scene } = this.#stage
    return {
      x,
      frame: frameAtX(useViewport.getState().view, x),
      hit: scene ? hitTest(scene, x, event.clientY - rect.top) : { zone: 'wave' },
      isPan: event.button === 1 || (event.buttons & 4) !== 0,
      shiftKey: event.shiftKey,
      altKey: event.altKey,
    }
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 && event.button !== 1) return
    this.#canvas.focus({ preventScroll: true })
    this.#canvas.setPointerCapture(event.pointerId)
    this.#become(this.#tool.down(this.#momentOf(event)))
  }

  #move(event: PointerEvent): void {
    this.#last = event
    const moment = this.#momentOf(event)
    if (this.isDragging) {
      this.#become(this.#tool.move(moment))
      this.#followEdge()
      return
    }
    this.#canvas.style.cursor = CURSORS[moment.hit.zone]
    const { hover } = useSession.getState()
    if (JSON.stringify(hover) !== JSON.stringify(moment.hit)) useSession.setState({ hover: moment.hit })
  }

  #become(next: ToolState): void {
    this.#tool = next
    this.#stage.isHeld = this.isDragging
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const x = event.clientX - this.#canvas.getBoundingClientRect().left
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX
    const isPan = !event.ctrlKey && Math.abs(sideways) > (event.shiftKey ? 0 : Math.abs(event.deltaY))
    if (isPan) panByPx(sideways * pixels)
    else zoomBy(Math.exp(-event.deltaY * pixels * (event.ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM)), x)
  }

  /** Keeps moving while the pointer rests at the edge. */
  #followEdge(): void {
    if (this.#edgeRequest !== 0) return
    this.#edgeRequest = requestAnimationFrame(() => {
      this.#edgeRequest = 0
      const event = this.#last
      if (!event || !DRAGGING_TO_EDGE.has(this.#tool.name)) return
      const { x } = this.#momentOf(event)
      const widthPx = this.#canvas.clientWidth
      const outside = x < EDGE_PX ? x - EDGE_PX : x > widthPx - EDGE_PX ? x - (widthPx - EDGE_PX) : 0
      if (outside === 0) return
      panByPx(Math.sign(outside) * Math.min(EDGE_SPEED_PX, Math.abs(outside)))
      this.#become(this.#tool.move(this.#momentOf(event)))
      this.#followEdge()
    })
  }
}
