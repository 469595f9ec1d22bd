import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What the server does at a step: say something, hang up, or nothing at all. */
export type Act = { say: string } | 'cut' | 'hang';

/** Steps of the conversation at which it can be told to misbehave. `part` comes with the first bytes of the message. */
export type Step = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'part' | 'dot' | 'RSET' | 'QUIT';

const manners: Record<Step, Act | undefined> = {
  greeting: { say: '220 test' },
  EHLO: { say: '250 test' },
  MAIL: { say: '250 ok' },
  RCPT: { say: '250 ok' },
  DATA: { say: '354 go on' },
  part: undefined,
  dot: { say: '250 taken as 42' },
  RSET: { say: '250 ok' },
  QUIT: { say: '221 bye' },
};

/** What happens at the steps; of a list the first passage gets the first, and all after its end the polite answer. */
export type Script = Partial<Record<Step, Act | Act[]>>;

/** An SMTP server that misbehaves exactly where a test wants it: real servers are too polite for that. */
export class ScriptedSmtp implements AsyncDisposable {
  /** Final dots that arrived. */
  dots = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.serve(socket));

  private constructor(private readonly script: Script) {}

  static async start(script: Script = {}): Promise<ScriptedSmtp> {
    const smtp = new ScriptedSmtp(script);
    smtp.server.listen(0, '127.0.0.1');
    await once(smtp.server, 'listening');
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    let text = '';
    let inMessage = false;
    const act = (step: Step): void => {
      const scripted = this.script[step];
      const what = (Array.isArray(scripted) ? scripted.shift() : scripted) ?? manners[step];
      if (what === 'cut') socket.destroy();
      else if (what !== 'hang' && what) socket.write(`${what.say}\r\n`);
    };
    act('greeting');
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (inMessage) act('part');
      for (;;) {
        const end = inMessage ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n');
        if (end < 0) return;
        const line = text.slice(0, end);
        text = text.slice(end + (inMessage ? 5 : 2));
        if (inMessage) this.dots += 1;
        const step = inMessage ? 'dot' : (line.slice(0, 4).toUpperCase() as Step);
        act(step);
        inMessage = step === 'DATA' && (this.script.DATA ?? manners.DATA) === manners.DATA;
      }
    });
  }
}
