import { topSelfTimes, type CpuProfile } from './profile.ts';

const frame = (functionName: string, url = '', lineNumber = -1) => ({ functionName, url, lineNumber });

/** Half of the time idle; of the rest three parts in a write that `send` asked for, one part in `send` itself. */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('send', 'file:///app/node_modules/pg/client.js', 9), children: [4] },
    { id: 4, callFrame: frame('write', 'node:net', 1), children: [5] },
    { id: 5, callFrame: frame('writeBuffer') },
  ],
  samples: [2, 5, 5, 3],
  timeDeltas: [40, 20, 10, 10],
};

describe('where the time goes', () => {
  it('leaves out the time in which nothing ran and puts the greatest first', () => {
    expect(topSelfTimes(profile, 25).map(({ name, share }) => [name, share])).toEqual([
      ['writeBuffer', 0.75],
      ['send', 0.25],
    ]);
  });

  it('names the file that asked for what Node does inside itself', () => {
    expect(topSelfTimes(profile, 1)[0]?.place).toBe(' ← send ~pg/client.js:10');
  });
});
