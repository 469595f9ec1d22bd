import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { importStage } from './import-stage.js';

it('measures', async () => {
  const admin = new pg.Client(process.env.TEST_POSTGRES_URL);
  await admin.connect();
  if (process.env.EXPLAIN) {
    for (const s of [
      "session_preload_libraries='auto_explain'",
      'auto_explain.log_min_duration=0',
      'auto_explain.log_analyze=on',
      'auto_explain.log_nested_statements=on',
      'auto_explain.log_triggers=on',
      'auto_explain.log_timing=on',
      'auto_explain.sample_rate=1',
    ])
      await admin.query(`ALTER SYSTEM SET ${s}`);
    await admin.query('SELECT pg_reload_conf()');
  }
  const stage = await importStage();
  const anna = await stage.service.person({ name: 'Anna', email: 'a@kontor.local' });
  const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
  const cities = ['上海', '北京', '广州', '深圳', '成都'];
  const trades = ['贸易', '科技', '机械', '食品', '物流', '电子'];
  const file = (n: number, tag: string, contacts: boolean) => {
    const lines = ['id,name,phone,mail,city,note,cn,cp,ce'];
    for (let i = 0; i < n; i++) {
      const k = String(i).padStart(6, '0');
      const p = tag === 'a' ? '138' : tag === 'b' ? '139' : '137';
      const name = `${cities[i % 5]}${surnames[i % 20]}${surnames[(i * 7) % 20]}${tag}${i}${trades[i % 6]}有限公司`;
      lines.push(
        `${tag}${k},${name},+86${p}${'00' + k},info@firma-${tag}${k}.example.com,${cities[i % 5]},first contact at the fair,${contacts ? `Wang ${k},+86${p}${'11' + k},wang@firma-${tag}${k}.example.com` : ',,'}`,
      );
    }
    return lines.join('\n');
  };
  const columns = {
    id: 'externalId',
    name: 'name',
    phone: 'phone',
    mail: 'email',
    city: 'city',
    note: 'note',
    cn: 'contact1Name',
    cp: 'contact1Phone',
    ce: 'contact1Email',
  };
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  const out: string[] = [];
  const big = Number(process.env.ROWS ?? 20000);
  for (const [tag, n, contacts] of [
    ['a', 1000, true],
    ['b', big, false],
    ['c', big / 4, true],
  ] as const) {
    const text = file(n, tag, contacts);
    await session.post('Profiler.start');
    const { id } = await stage.create(anna, columns, {
      source: 'speed',
      acceptDuplicates: process.env.ACCEPT === '1',
    });
    await stage.upload(anna, id, text);
    const t = Date.now();
    const c = process.cpuUsage();
    const run = await stage.ended(anna, id);
    const ms = Date.now() - t;
    const cpu = process.cpuUsage(c);
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(`/tmp/import-${tag}.cpuprofile`, JSON.stringify(profile));
    out.push(
      `${tag} ${run.state} created ${run.rowsCreated} rejected ${run.rowsRejected} ${ms} ms ${((n / ms) * 1000).toFixed(0)} rows/s, node cpu ${((cpu.user + cpu.system) / 1000).toFixed(0)} ms`,
    );
    if (run.rowsRejected) out.push(JSON.stringify((await stage.badRows(anna, id)).slice(0, 2)));
  }
  writeFileSync('/tmp/import-speed.txt', out.join('\n') + '\n');
  if (process.env.EXPLAIN) {
    await admin.query('ALTER SYSTEM RESET ALL');
    await admin.query('SELECT pg_reload_conf()');
  }
  if (process.env.EXPLAIN) {
    const { rows } = await admin.query('SHOW data_directory');
    const d = rows[0].data_directory;
    const { execSync } = await import('node:child_process');
    execSync(`cp $(find ${d}/.. -maxdepth 2 -name postgres.log | head -1) /tmp/import-pg.log`);
  }
  await admin.end();
  await stage.service.dispose();
}, 200000);
