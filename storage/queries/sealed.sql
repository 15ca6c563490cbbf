-- name: sealed_inbox
SELECT inbox.update_id AS id, 'raw' AS field, inbox.raw AS sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM inbox LEFT JOIN data_keys ON data_keys.key_id = inbox.key_id WHERE inbox.raw IS NOT NULL;

-- name: sealed_chats
SELECT chats.id, 'sealed' AS field, chats.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM chats LEFT JOIN data_keys ON data_keys.key_id = chats.key_id;

-- name: sealed_desks
SELECT desks.id, 'sealed' AS field, desks.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM desks LEFT JOIN data_keys ON data_keys.key_id = desks.key_id;

-- name: sealed_officers
SELECT officers.id, 'sealed' AS field, officers.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM officers LEFT JOIN desks ON desks.id = officers.desk LEFT JOIN data_keys ON data_keys.key_id = desks.key_id;

-- name: sealed_roster_events
SELECT roster_events.id, 'sealed' AS field, roster_events.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM roster_events LEFT JOIN desks ON desks.id = roster_events.desk
LEFT JOIN data_keys ON data_keys.key_id = desks.key_id;

-- name: sealed_cases
SELECT cases.id, 'sealed' AS field, cases.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM cases LEFT JOIN case_keys ON case_keys.case_id = cases.id AND case_keys.part = 'record'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id WHERE LENGTH(cases.sealed) > 0;

-- name: sealed_facts
SELECT facts.id, 'sealed' AS field, facts.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM facts LEFT JOIN case_keys ON case_keys.case_id = facts.case_id AND case_keys.part = facts.part
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id;

-- name: sealed_archive
SELECT archive.case_id AS id, archive.part AS field, archive.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM archive LEFT JOIN data_keys ON data_keys.key_id = archive.key_id;

-- name: sealed_likenesses
SELECT likenesses.case_id AS id, likenesses.kind AS field, likenesses.sealed,
    data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM likenesses LEFT JOIN case_keys ON case_keys.case_id = likenesses.case_id AND case_keys.part = 'contact'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id;

-- name: sealed_sessions
SELECT sessions.chat AS id, 'sealed' AS field, sessions.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM sessions LEFT JOIN chats ON chats.id = sessions.chat LEFT JOIN data_keys ON data_keys.key_id = chats.key_id;

-- name: sealed_outbox
SELECT outbox.id, 'sealed' AS field, outbox.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM outbox LEFT JOIN data_keys ON data_keys.key_id = outbox.key_id WHERE outbox.sealed IS NOT NULL;

-- name: sealed_proposals
SELECT proposals.id, 'sealed' AS field, proposals.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM proposals LEFT JOIN data_keys ON data_keys.key_id = proposals.key_id;

-- name: sealed_attachments
SELECT attachments.fact_id AS id, 'sealed' AS field, attachments.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM attachments LEFT JOIN case_keys ON case_keys.case_id = attachments.case_id AND case_keys.part = 'media'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id;

-- name: sealed_pieces
SELECT pieces.case_id, pieces.fact_id AS id, pieces.number, pieces.sealed AS piece, attachments.sealed, 'sealed' AS field,
    data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM pieces JOIN attachments ON attachments.fact_id = pieces.fact_id
LEFT JOIN case_keys ON case_keys.case_id = pieces.case_id AND case_keys.part = 'media'
LEFT JOIN data_keys ON data_keys.key_id = case_keys.key_id
ORDER BY pieces.case_id, pieces.fact_id, pieces.number;

-- name: sealed_tallies
SELECT tallies.month AS id, 'sealed' AS field, tallies.sealed, data_keys.key_id, data_keys.kek_id, data_keys.wrapped
FROM tallies LEFT JOIN data_keys ON data_keys.key_id = tallies.key_id;
