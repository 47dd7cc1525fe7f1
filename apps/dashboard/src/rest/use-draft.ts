import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/** What is being typed: another page, or the same one in another language, does not lose it, and nobody else gets it. */
export function useDraft(name: string): readonly [text: string, setText: (text: string) => void] {
  const client = useQueryClient();
  const key = ['draft', name];
  const [text, setText] = useState(() => client.getQueryData<string>(key) ?? '');
  const keep = (next: string): void => {
    client.setQueryData(key, next);
    setText(next);
  };
  return [text, keep];
}
