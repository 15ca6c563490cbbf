-- name: guide_set!
INSERT INTO guidance (country, area, service, value, source, as_of, confirmed_at)
VALUES (:country, :area, :service, :value, :source, :as_of, :confirmed_at)
ON CONFLICT (country, area, service) DO UPDATE SET value = excluded.value, source = excluded.source,
    as_of = excluded.as_of, confirmed_at = excluded.confirmed_at;

-- name: guide_drop!
DELETE FROM guidance WHERE country = :country AND area = :area AND service = :service;

-- name: guide_all
SELECT country, area, service, value, source, as_of, confirmed_at FROM guidance ORDER BY country, area, service;
