import { type Message, StreamMessageWriter } from 'vscode-languageserver-protocol/node';

/** A writer that knows when everything it was given is written. */
export class FlushingWriter extends StreamMessageWriter {
  private pending: Promise<unknown> = Promise.resolve();

  override write(message: Message): Promise<void> {
    const written = super.write(message);
    this.pending = Promise.allSettled([this.pending, written]);
    return written;
  }

  /** Never rejects: what cannot be written to a client that is gone counts as written. */
  async flushed(): Promise<void> {
    await this.pending;
  }
}
