import type { View } from '@kontor/schema/view';
import { searchedFields, type FieldLetter } from './looks.js';

/** The fields that somebody may search: hidden and masked ones not, or questions would tell what stands in them. */
export function searchableLetters(view: View | undefined): Set<FieldLetter> {
  const letters = Object.keys(searchedFields) as FieldLetter[];
  return new Set(
    letters.filter((letter) => {
      const { object, field } = searchedFields[letter];
      const limits = view?.rights.limits(object);
      return !limits?.hidden.has(field) && !limits?.masked.has(field);
    }),
  );
}
