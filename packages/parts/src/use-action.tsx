import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNotify } from './use-notify.tsx'

type Action<Input, Output> = {
  readonly run: (input: Input) => Promise<Output>
  /** What the toast says when it is done. */
  readonly done?: string | ((output: Output, input: Input) => string)
  /** The queries that may answer otherwise now. */
  readonly refresh: readonly string[]
  /** Where a refusal is shown: in a toast, or by the dialog that asked, with `error`. */
  readonly failures?: 'toast' | 'shown'
  readonly onDone?: (output: Output) => void
}

/** Something that changes the service: pending while it runs, its success a toast, its refusal the service's sentence. */
export function useAction<Input = void, Output = unknown>(action: Action<Input, Output>) {
  const client = useQueryClient()
  const notify = useNotify()
  return useMutation<Output, Error, Input>({
    mutationFn: action.run,
    onSuccess: (output, input) => {
      const { done } = action
      if (done !== undefined) notify('success', typeof done === 'string' ? done : done(output, input))
      for (const name of action.refresh) void client.invalidateQueries({ queryKey: [name] })
      action.onDone?.(output)
    },
    onError: (error) => {
      if (action.failures === 'toast') notify('error', error.message)
    },
  })
}
