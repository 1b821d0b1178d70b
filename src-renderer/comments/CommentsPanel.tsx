import { Check, Pencil, Sparkles, Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Comment } from '../../src-shared/comments/contract.ts'
import { Button, IconButton, Kbd, TextArea } from '../elements/index.ts'
import { clockTime, timeAgo } from '../words/index.ts'
import styles from './Comments.module.css'
import { addComment, dropComment, editComment, removeComment, resolveComment, useComments } from './comment-store.ts'

const STATES = { waiting: 'Takes are being made', ready: 'Takes are ready to hear', accepted: 'A take was accepted', over: 'No take came of it' } as const

type Props = {
  /** the key that writes one at the playhead */
  readonly keys: readonly string[]
  readonly onGoTo: (comment: Comment) => void
  readonly onTask: (comment: Comment) => void
  readonly onHear: (comment: Comment) => void
  readonly onBegin: () => void
}

/** The remarks on a song, in its order. */
export const CommentsPanel = ({ keys, onGoTo, onTask, onHear, onBegin }: Props) => {
  const { list, draft } = useComments()
  return (
    <div className={styles.panel}>
      {draft ? (
        <Writer label={`Comment at ${clockTime(draft.startSeconds)}`} action="Pin it" onDone={(body) => void addComment(body)} onDrop={dropComment} />
      ) : (
        <Button onClick={onBegin}>Comment at the playhead</Button>
      )}
      {list.length === 0 && !draft && (
        <p className={styles.empty}>
          No comments yet. Press <Kbd caps={keys} /> to pin one to where the song plays; a comment can then be made a task for the studio.
        </p>
      )}
      <ul className={styles.list} aria-label="Comments">
        {list.map((comment) => (
          <Row key={comment.id} comment={comment} onGoTo={onGoTo} onTask={onTask} onHear={onHear} />
        ))}
      </ul>
    </div>
  )
}

const Writer = ({
  label,
  text = '',
  action,
  onDone,
  onDrop,
}: {
  readonly label: string
  readonly text?: string
  readonly action: string
  readonly onDone: (body: string) => void
  readonly onDrop: () => void
}) => {
  const [body, setBody] = useState(text)
  return (
    <div className={styles.writer}>
      <TextArea
        label={label}
        rows={2}
        maxLength={2_000}
        value={body}
        autoFocus
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Escape') onDrop()
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            onDone(body)
          }
        }}
      />
      <div className={styles.buttons}>
        <Button size="small" variant="primary" disabled={body.trim() === ''} onClick={() => onDone(body)}>
          {action}
        </Button>
        <Button size="small" variant="quiet" onClick={onDrop}>
          Cancel
        </Button>
      </div>
    </div>
  )
}

const Row = ({ comment, onGoTo, onTask, onHear }: { readonly comment: Comment } & Pick<Props, 'onGoTo' | 'onTask' | 'onHear'>) => {
  const [isEditing, setEditing] = useState(false)
  const { id, body, startSeconds, endSeconds, resolvedAt, task, createdAt } = comment
  const isResolved = resolvedAt !== undefined
  const place = `${clockTime(startSeconds)}${endSeconds === undefined ? '' : `–${clockTime(endSeconds)}`}`
  if (isEditing)
    return (
      <li>
        <Writer
          label={`Comment at ${place}`}
          text={body}
          action="Save"
          onDrop={() => setEditing(false)}
          onDone={(next) => {
            setEditing(false)
            void editComment(id, next)
          }}
        />
      </li>
    )
  return (
    <li className={styles.row} data-resolved={isResolved}>
      <button type="button" className={styles.go} onClick={() => onGoTo(comment)}>
        <span className="visually-hidden">Go to </span>
        <span className={styles.time}>{place}</span>
        <span className={styles.body}>{body}</span>
        <span className={styles.note}>
          {[isResolved ? 'Resolved' : '', task ? STATES[task.state] : '', timeAgo(createdAt, Date.now())].filter(Boolean).join(' · ')}
        </span>
      </button>
      <div className={styles.deeds}>
        {task?.state === 'ready' && (
          <Button size="small" onClick={() => onHear(comment)}>
            Hear the takes
          </Button>
        )}
        {!isResolved && (!task || task.state === 'over') && (
          <IconButton label={`Make a task of the comment at ${place}`} size="small" icon={<Sparkles />} onClick={() => onTask(comment)} />
        )}
        <IconButton
          label={isResolved ? `Open the comment at ${place} again` : `Resolve the comment at ${place}`}
          size="small"
          icon={isResolved ? <Undo2 /> : <Check />}
          onClick={() => void resolveComment(id, !isResolved)}
        />
        <IconButton label={`Edit the comment at ${place}`} size="small" icon={<Pencil />} onClick={() => setEditing(true)} />
        <IconButton label={`Delete the comment at ${place}`} size="small" icon={<Trash2 />} onClick={() => void removeComment(id)} />
      </div>
    </li>
  )
}
