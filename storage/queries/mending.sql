-- name: gone_case_keys!
DELETE FROM case_keys WHERE NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.key_id = case_keys.key_id);

-- name: gone_facts!
DELETE FROM facts WHERE NOT EXISTS (
    SELECT 1 FROM case_keys WHERE case_keys.case_id = facts.case_id AND case_keys.part = facts.part);

-- name: gone_cases!
UPDATE cases SET state = 'closed', sealed = :nothing WHERE NOT EXISTS (
    SELECT 1 FROM case_keys WHERE case_keys.case_id = cases.id AND case_keys.part = 'record');

-- name: gone_requesters!
UPDATE cases SET requester = '', owner = NULL WHERE NOT EXISTS (
    SELECT 1 FROM case_keys WHERE case_keys.case_id = cases.id AND case_keys.part = 'record') AND NOT EXISTS (
    SELECT 1 FROM archive WHERE archive.case_id = cases.id AND archive.part = 'record');

-- name: gone_rings!
DELETE FROM dues WHERE kind = 'ring' AND EXISTS (
    SELECT 1 FROM cases WHERE cases.id = dues.subject AND cases.state = 'closed');

-- name: gone_archive!
DELETE FROM archive WHERE NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.key_id = archive.key_id);

-- name: gone_sessions!
DELETE FROM sessions WHERE NOT EXISTS (
    SELECT 1 FROM chats JOIN data_keys ON data_keys.key_id = chats.key_id WHERE chats.id = sessions.chat);

-- name: gone_chat_dues!
DELETE FROM dues WHERE kind = 'chat' AND NOT EXISTS (
    SELECT 1 FROM chats JOIN data_keys ON data_keys.key_id = chats.key_id WHERE chats.id = dues.subject);

-- name: gone_messages!
DELETE FROM messages WHERE NOT EXISTS (
    SELECT 1 FROM chats JOIN data_keys ON data_keys.key_id = chats.key_id WHERE chats.id = messages.chat);

-- name: gone_proposals!
DELETE FROM proposals WHERE NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.key_id = proposals.key_id);

-- name: gone_outbox!
DELETE FROM outbox WHERE ended_at IS NULL AND (
    NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.key_id = outbox.key_id) OR NOT EXISTS (
    SELECT 1 FROM chats JOIN data_keys ON data_keys.key_id = chats.key_id WHERE chats.id = outbox.chat));

-- name: gone_chats!
DELETE FROM chats WHERE NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.key_id = chats.key_id);

-- name: gone_inbox!
DELETE FROM inbox WHERE raw IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM data_keys WHERE data_keys.key_id = inbox.key_id);

-- name: gone_keys
DELETE FROM data_keys WHERE purpose IN ('case', 'chat', 'desk', 'archive', 'tally')
    AND NOT EXISTS (SELECT 1 FROM case_keys WHERE case_keys.key_id = data_keys.key_id)
    AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.key_id = data_keys.key_id)
    AND NOT EXISTS (SELECT 1 FROM desks WHERE desks.key_id = data_keys.key_id)
    AND NOT EXISTS (SELECT 1 FROM archive WHERE archive.key_id = data_keys.key_id)
    AND NOT EXISTS (SELECT 1 FROM tallies WHERE tallies.key_id = data_keys.key_id)
RETURNING key_id;

-- name: gone_likenesses!
DELETE FROM likenesses WHERE NOT EXISTS (
    SELECT 1 FROM case_keys WHERE case_keys.case_id = likenesses.case_id AND case_keys.part = 'contact');

-- name: gone_attachments!
DELETE FROM attachments WHERE NOT EXISTS (
    SELECT 1 FROM case_keys WHERE case_keys.case_id = attachments.case_id AND case_keys.part = 'media');

-- name: gone_pieces!
DELETE FROM pieces WHERE NOT EXISTS (
    SELECT 1 FROM case_keys WHERE case_keys.case_id = pieces.case_id AND case_keys.part = 'media') AND NOT EXISTS (
    SELECT 1 FROM archive JOIN data_keys ON data_keys.key_id = archive.key_id
    WHERE archive.case_id = pieces.case_id AND archive.part = 'media');

-- name: gone_tallies!
DELETE FROM tallies WHERE NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.key_id = tallies.key_id);
