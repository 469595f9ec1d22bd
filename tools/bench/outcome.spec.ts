import { judge } from './outcome.ts';

describe('what an aim asks', () => {
  it('holds a create to its share of the bound at every number of connections', () => {
    expect(judge('create', 1, 0.45, 9, 1)).toEqual({ aim: '≥ 0.45 × bound', met: true });
    expect(judge('create', 16, 0.44, 1, 1)).toMatchObject({ met: false });
  });

  it('holds the tail at 64 connections to three times the bound’s, whatever the throughput', () => {
    expect(judge('read', 64, 0.9, 31, 10)).toMatchObject({ met: false });
    expect(judge('read', 64, 0.9, 30, 10)).toMatchObject({ met: true });
  });

  it('holds counts to milliseconds on one connection and asks nothing of other lines', () => {
    expect(judge('counts', 1, 0.1, 5.1, 1)).toMatchObject({ met: false });
    expect(judge('counts', 16, 0.1, 50, 1)).toBeUndefined();
    expect(judge('counts-all', 1, 0.1, 50, 1)).toBeUndefined();
  });
});
