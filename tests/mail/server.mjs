// A real SMTP server that keeps what it is sent as JSON lines. `defer@` is answered 452, `refuse@` 550.
import { appendFileSync, writeFileSync } from 'node:fs'
import { SMTPServer } from 'smtp-server'
import { simpleParser } from 'mailparser'

const [portFile, mailFile] = process.argv.slice(2)
writeFileSync(mailFile, '')
const refusal = (code, words) => Object.assign(new Error(words), { responseCode: code })
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo ({ address }, session, done) {
    if (address.startsWith('defer@')) return done(refusal(452, 'try again later'))
    if (address.startsWith('refuse@')) return done(refusal(550, 'no such mailbox'))
    done()
  },
  onData (stream, session, done) {
    simpleParser(stream).then((mail) => {
      appendFileSync(mailFile, JSON.stringify({
        from: mail.from.value[0].address,
        to: session.envelope.rcptTo.map((recipient) => recipient.address),
        subject: mail.subject,
        text: mail.text,
        message_id: mail.messageId,
        headers: [...mail.headers.keys()],
        said: [...mail.headers].filter(([name]) => name !== 'to')
      }) + '\n')
      done()
    }, done)
  }
})
server.listen(0, '127.0.0.1', () => writeFileSync(portFile, String(server.server.address().port)))
