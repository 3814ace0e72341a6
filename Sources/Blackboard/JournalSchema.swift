package import GRDB

/// The tables of `journal.sqlite`.
///
/// The rules of the journal are the schema's: numbers are dense, every entry follows the last of its chain, and what is
/// written stays. The triggers stop mistakes in this program, not the owner of the file; that is what the hashes are for.
package enum JournalSchema {
    /// The file's name in a run folder.
    package static let fileName = "journal.sqlite"

    /// The version that `meta` names and every reader checks.
    package static let format = "1"

    /// The migrations so far; one that was released never changes.
    package static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("journal-1") { db in
            try db.execute(sql: version1)
        }
        return migrator
    }

    /// The first version, in SQL.
    private static let version1 = """
        CREATE TABLE meta(
            key TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO meta(key, value) VALUES ('format', '1');

        CREATE TABLE kind(
            name TEXT PRIMARY KEY NOT NULL CHECK (length(name) > 0),
            chain TEXT NOT NULL CHECK (chain IN ('decision', 'observation')),
            UNIQUE (name, chain)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE entry(
            seq INTEGER PRIMARY KEY NOT NULL CHECK (seq >= 1),
            chain TEXT NOT NULL,
            chain_seq INTEGER NOT NULL CHECK (chain_seq BETWEEN 1 AND seq),
            kind TEXT NOT NULL,
            author TEXT NOT NULL CHECK (length(author) > 0),
            causes TEXT NOT NULL CHECK (causes NOT GLOB '*[^0-9,]*'),
            payload BLOB NOT NULL,
            previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            UNIQUE (chain, chain_seq),
            FOREIGN KEY (kind, chain) REFERENCES kind(name, chain)
        ) STRICT;

        CREATE TABLE body(
            sha256 BLOB PRIMARY KEY NOT NULL CHECK (length(sha256) = 32),
            bytes BLOB NOT NULL
        ) STRICT;

        CREATE TABLE cursor(
            subscriber TEXT PRIMARY KEY NOT NULL CHECK (length(subscriber) > 0),
            kinds TEXT NOT NULL,
            last INTEGER NOT NULL CHECK (last >= 0)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE delivery(
            subscriber TEXT NOT NULL REFERENCES cursor(subscriber),
            seq INTEGER NOT NULL REFERENCES entry(seq),
            PRIMARY KEY (subscriber, seq)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER entry_insert BEFORE INSERT ON entry BEGIN
            SELECT RAISE(ABORT, 'seq is not dense')
                WHERE NEW.seq <> 1 + coalesce((SELECT max(seq) FROM entry), 0);
            SELECT RAISE(ABORT, 'chain_seq is not dense')
                WHERE NEW.chain_seq <> 1 + coalesce((SELECT max(chain_seq) FROM entry WHERE chain = NEW.chain), 0);
            SELECT RAISE(ABORT, 'previous_hash is not the last of its chain')
                WHERE NEW.previous_hash <> coalesce(
                    (SELECT hash FROM entry WHERE chain = NEW.chain AND chain_seq = NEW.chain_seq - 1), zeroblob(32));
        END;
        CREATE TRIGGER entry_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
        CREATE TRIGGER entry_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry stays'); END;
        CREATE TRIGGER body_update BEFORE UPDATE ON body BEGIN SELECT RAISE(ABORT, 'a body never changes'); END;
        CREATE TRIGGER body_delete BEFORE DELETE ON body BEGIN SELECT RAISE(ABORT, 'a body stays'); END;
        CREATE TRIGGER delivery_update BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, 'a delivery stays'); END;
        CREATE TRIGGER delivery_delete BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'a delivery stays'); END;
        CREATE TRIGGER cursor_update BEFORE UPDATE ON cursor
            WHEN NEW.last < OLD.last OR NEW.subscriber <> OLD.subscriber OR NEW.kinds <> OLD.kinds
            BEGIN SELECT RAISE(ABORT, 'a cursor only advances'); END;
        CREATE TRIGGER cursor_delete BEFORE DELETE ON cursor BEGIN SELECT RAISE(ABORT, 'a cursor stays'); END;
        """
}
