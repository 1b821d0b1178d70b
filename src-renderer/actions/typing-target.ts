const TEXT_INPUTS = new Set(['text', 'search', 'email', 'url', 'tel', 'password', 'number', ''])

/** Where letters, arrows and Delete belong to words. */
export const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && TEXT_INPUTS.has(target.type)))

/** True where a key press writes text or moves inside a control that owns its keys (open menus, lists, dialogs with fields). */
export const isTypingTarget = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false
  return isTextField(target) || target.closest('[role="menu"]:not([data-closed]),[role="listbox"]:not([data-closed])') !== null || isInDialog(target)
}

/** Everything in a dialog or popover belongs to it, even the keys that work while typing elsewhere. */
export const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"]:not([data-closed]),[role="alertdialog"]:not([data-closed])') !== null
