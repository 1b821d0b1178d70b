import { ArrowUp, Check, MessageCircle, Square, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Proposal, Reply } from '../../src-shared/agents/contract.ts'
import { Button, EmptyState, IconButton, SidePanel, type SidePanelPlace, TextField } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import styles from './AssistantPanel.module.css'
import { type About, applyProposal, askFor, forgetTurns, stopAsking, type Turn, undoProposal, useAssistant, writeWish } from './assistant-store.ts'

const WITH_SONG = ['Make the bridge quieter', 'Drop the drums in the intro', 'A bit slower', 'May I sell this?'] as const
const WITHOUT_SONG = ['Make me a slow waltz with accordion', 'Find rainy piano songs'] as const

const STATES: Readonly<Record<Proposal['state'], string>> = { proposed: '', running: 'Working…', done: 'Done', undone: 'Taken back', failed: 'Did not work' }

const ProposalCard = ({ id }: { readonly id: string }) => {
  const proposal = useAssistant(({ proposals }) => proposals[id])
  if (!proposal) return null
  const { title, lines, state, error, trackId, tool } = proposal
  const made = (tool === 'variant' || tool === 'create') && state === 'done' ? trackId : undefined
  return (
    <section className={styles.card} aria-label={title} data-state={state}>
      <p className={styles.cardTitle}>{title}</p>
      {lines.length > 0 && (
        <ul className={styles.lines}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <div className={styles.deeds}>
        <span className={styles.quiet} role="status">
          {error ?? STATES[state]}
        </span>
        {made && <Button onClick={() => goTo({ place: 'editor', trackId: made })}>Open it</Button>}
        {state === 'done' && (
          <Button icon={<Undo2 />} onClick={() => void undoProposal(id)}>
            Undo
          </Button>
        )}
        {(state === 'proposed' || state === 'undone' || state === 'failed') && (
          <Button variant="primary" icon={<Check />} onClick={() => void applyProposal(id)}>
            {tool === 'lyrics' ? 'Keep with this song' : 'Apply'}
          </Button>
        )}
      </div>
    </section>
  )
}

/** "Understood by TinyLlama, 1.2 s", or why the rules did it. */
const whoDid = (did: string, { by, trail }: Pick<Reply, 'by' | 'trail'>): string => {
  if (by === 'model') {
    const took = trail ? `, ${(trail.milliseconds / 1000).toFixed(1)} s` : ''
    return [`${did} by ${trail?.answeredBy?.name ?? 'a language model'}${took}`, ...(trail?.notes ?? [])].join('. ')
  }
  return trail?.asked.length ? `By the studio’s rules: ${trail.asked.map(({ name, why }) => `${name}, ${why}`).join('; ')}` : 'By the studio’s rules'
}
const who = (reply: Reply): string => (reply.written ? whoDid('Written', reply.written) : whoDid('Understood', reply))

const TurnView = ({ turn }: { readonly turn: Turn }) => {
  const { askId, wish, state, written, reply, error } = turn
  return (
    <li className={styles.turn}>
      <p className={styles.wish}>{wish}</p>
      {state === 'thinking' && (
        <div className={styles.thinking}>
          <div className={styles.writing} role="status" aria-live="off">
            {written === '' ? 'Thinking…' : written}
          </div>
          <Button size="small" icon={<Square />} onClick={() => stopAsking(askId)}>
            Stop
          </Button>
        </div>
      )}
      {state === 'stopped' && <p className={styles.quiet}>Stopped.</p>}
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      {reply && (
        <div className={styles.reply} role="status">
          {reply.text.split('\n').map((line) => (
            <p key={line}>{line}</p>
          ))}
          {reply.proposals.map(({ id }) => (
            <ProposalCard key={id} id={id} />
          ))}
          {reply.songs.length > 0 && (
            <ul className={styles.songs}>
              {reply.songs.map(({ trackId, title, why }) => (
                <li key={trackId}>
                  <button type="button" onClick={() => goTo({ place: 'editor', trackId })}>
                    <span>{title}</span>
                    <span className={styles.quiet}>{why}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
          <p className={styles.who}>{who(reply)}</p>
        </div>
      )}
    </li>
  )
}

type AssistantPanelProps = SidePanelPlace & {
  /** asked when a wish is sent */
  readonly about: () => About
  readonly hasSong: boolean
}

/** Wishes in words. What would change something is a card first, done by the studio's own calls, and undone at once. */
export const AssistantPanel = ({ about, hasSong, ...place }: AssistantPanelProps) => {
  const { turns, wish } = useAssistant()
  const field = useRef<HTMLInputElement>(null)
  const end = useRef<HTMLLIElement>(null)
  useEffect(() => field.current?.focus(), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the talk scrolls to its end
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [turns])
  const send = (words: string) => {
    if (words.trim() !== '') void askFor(words.trim(), about())
  }
  return (
    <SidePanel
      title="Assistant"
      name="the assistant"
      {...place}
      deeds={
        <Button size="small" variant="quiet" disabled={turns.length === 0} onClick={forgetTurns}>
          Clear
        </Button>
      }
      footer={
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            send(wish)
          }}
        >
          <TextField
            ref={field}
            label="Your wish"
            isLabelHidden
            placeholder={hasSong ? 'Make the second chorus bigger' : 'Make me a slow waltz'}
            value={wish}
            maxLength={2_000}
            onChange={(event) => writeWish(event.currentTarget.value)}
          />
          <IconButton type="submit" label="Send" icon={<ArrowUp />} variant="solid" disabled={wish.trim() === ''} />
        </form>
      }
    >
      {turns.length === 0 && (
        <EmptyState icon={<MessageCircle />} title="Say what you wish for">
          {hasSong ? 'About the song that is open:' : 'Open a song to change it, or:'}
          <span className={styles.examples}>
            {(hasSong ? WITH_SONG : WITHOUT_SONG).map((example) => (
              <Button key={example} size="small" onClick={() => send(example)}>
                {example}
              </Button>
            ))}
          </span>
        </EmptyState>
      )}
      <ol className={styles.turns} aria-label="Talk">
        {turns.map((turn) => (
          <TurnView key={turn.askId} turn={turn} />
        ))}
        <li ref={end} aria-hidden />
      </ol>
    </SidePanel>
  )
}
