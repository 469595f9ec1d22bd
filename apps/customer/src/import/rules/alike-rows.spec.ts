import type { MatchKey } from '../../duplicate/rules/match-keys.js';
import { refuseAlike, type KeyedRow } from './alike-rows.js';

const tax = (key: string): MatchKey => ({ kind: 'tax', key, strength: 'hard' });
const phone = (key: string): MatchKey => ({ kind: 'phone', key, strength: 'soft' });
const row = (line: number, ...keys: MatchKey[]): KeyedRow => ({
  row: { line, cells: [], ownerId: 'me', customer: {} } as unknown as KeyedRow['row'],
  keys,
});
const lines = (rows: readonly { line: number }[]) => rows.map(({ line }) => line);
const holders = new Map([
  ['tax 1', 'C-1'],
  ['phone 1', 'C-2'],
]);

it('rows like customers that exist, or like rows before them, are refused naming the other one', () => {
  const rows = [
    row(2, tax('1')),
    row(3, phone('1')),
    row(4, phone('2')),
    row(5, phone('2')),
    row(6, tax('3')),
    row(7, tax('3')),
  ];
  const { passed, refused } = refuseAlike(rows, holders, false);
  expect(lines(passed)).toEqual([4, 6]);
  expect(refused.map(({ line, fault }) => [line, fault.reason, fault.params])).toEqual([
    [2, 'row-duplicate', { number: 'C-1' }],
    [3, 'row-possible-duplicate', { number: 'C-2' }],
    [5, 'row-possible-duplicate-in-file', { line: 4 }],
    [7, 'row-duplicate-in-file', { line: 6 }],
  ]);
});

it('an import may accept likely duplicates, never sure ones', () => {
  const rows = [row(2, tax('1'), phone('1')), row(3, phone('1')), row(4, phone('1'))];
  const { passed, refused } = refuseAlike(rows, holders, true);
  expect(lines(passed)).toEqual([3, 4]);
  expect(lines(refused)).toEqual([2]);
});

it('a refused row stands in nobody’s way', () => {
  const { passed } = refuseAlike([row(2, tax('1'), phone('9')), row(3, phone('9'))], holders, false);
  expect(lines(passed)).toEqual([3]);
});

it('a branch is told of its mother, made before it or there already, and is in nobody’s way as its mother', () => {
  const name = (key: string): MatchKey => ({ kind: 'name', key, strength: 'soft' });
  const branch = (line: number, mother: string): KeyedRow => ({
    ...row(line, name(`branch ${line}`)),
    asked: [name(mother)],
  });
  const rows = [branch(2, 'acme'), row(3, name('acme')), branch(4, 'acme'), branch(5, 'there')];
  const { passed, refused } = refuseAlike(rows, new Map([['name there', 'C-9']]), false);
  expect(lines(passed)).toEqual([2, 3]);
  expect(refused.map(({ line, fault }) => [line, fault.reason, fault.params])).toEqual([
    [4, 'row-possible-duplicate-in-file', { line: 3 }],
    [5, 'row-possible-duplicate', { number: 'C-9' }],
  ]);
  expect(lines(refuseAlike(rows, new Map(), true).passed)).toEqual([2, 3, 4, 5]);
});
