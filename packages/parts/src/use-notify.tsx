import { Toast, ToastTitle, useToastController } from '@fluentui/react-components'

/** Says in a toast how something went. */
export function useNotify(): (intent: 'success' | 'error', sentence: string) => void {
  const { dispatchToast } = useToastController('console')
  return (intent, sentence) =>
    dispatchToast(
      <Toast>
        <ToastTitle>{sentence}</ToastTitle>
      </Toast>,
      { intent, ...(intent === 'error' ? { timeout: 10_000 } : {}) },
    )
}
