package io.github.partnercenter4j.examples.stores;

import io.github.partnercenter4j.msal.ClientKind;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Refresh tokens in a table of a database, a row for each tenant. Several processes may share it. Wrap it in
 * {@link RefreshTokenStore#encrypted}, because whoever can read the table can sign in as the partners. Each method takes
 * its own connection, in auto-commit mode. Thread-safe.
 */
public final class JdbcRefreshTokenStore implements RefreshTokenStore {

    /** Creates the table, in the SQL of most databases. */
    public static final String TABLE =
            // region jdbc-table
            """
            create table partner_center_refresh_token (
              tenant varchar(255) primary key,
              kind varchar(16) not null,
              token varchar(8000) not null,
              issued_at bigint)
            """;
    // endregion

    private final DataSource database;

    /**
     * Creates a store in a database, where the table exists.
     *
     * @param database set its time limits: calls wait for the store
     */
    public JdbcRefreshTokenStore(DataSource database) {
        this.database = database;
    }

    // region jdbc-store
    @Override
    public @Nullable RefreshToken load(String tenant) {
        try (Connection connection = connection();
                PreparedStatement query = connection.prepareStatement(
                        "select kind, token, issued_at from partner_center_refresh_token where tenant = ?")) {
            query.setString(1, tenant);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? token(row) : null;
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("The database could not load a refresh token", failed);
        }
    }

    @Override
    public void save(String tenant, RefreshToken token) {
        // Another process may insert or delete the row between the two statements.
        for (int tries = 0; tries < 3; tries++) {
            if (update(tenant, null, token) || insert(tenant, token)) {
                return;
            }
        }
        throw new IllegalStateException("The database could not save a refresh token, because its row kept changing");
    }

    @Override
    public boolean save(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
        return expected == null ? insert(tenant, token) : update(tenant, expected, token);
    }

    private boolean update(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
        String sql = "update partner_center_refresh_token set kind = ?, token = ?, issued_at = ? where tenant = ?"
                + (expected == null ? "" : " and kind = ? and token = ?");
        try (Connection connection = connection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            set(update, token, 1);
            update.setString(4, tenant);
            if (expected != null) {
                update.setString(5, expected.kind().name());
                update.setString(6, expected.value());
            }
            return update.executeUpdate() == 1;
        } catch (SQLException failed) {
            throw new IllegalStateException("The database could not save a refresh token", failed);
        }
    }

    private boolean insert(String tenant, RefreshToken token) {
        try (Connection connection = connection();
                PreparedStatement insert = connection.prepareStatement("insert into partner_center_refresh_token"
                        + " (kind, token, issued_at, tenant) values (?, ?, ?, ?)")) {
            set(insert, token, 1);
            insert.setString(4, tenant);
            return insert.executeUpdate() == 1;
        } catch (SQLException failed) {
            // Class 23 is a violated constraint. Usually there is a row already.
            if (failed.getSQLState() != null && failed.getSQLState().startsWith("23") && load(tenant) != null) {
                return false;
            }
            throw new IllegalStateException("The database could not save a refresh token", failed);
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = database.getConnection();
        // A pool may give connections that roll back when they are closed.
        connection.setAutoCommit(true);
        return connection;
    }

    private static void set(PreparedStatement statement, RefreshToken token, int first) throws SQLException {
        statement.setString(first, token.kind().name());
        statement.setString(first + 1, token.value());
        Instant issuedAt = token.issuedAt();
        statement.setObject(first + 2, issuedAt == null ? null : issuedAt.toEpochMilli(), Types.BIGINT);
    }

    private static RefreshToken token(ResultSet row) throws SQLException {
        String value = row.getString(2);
        RefreshToken token = ClientKind.valueOf(row.getString(1)) == ClientKind.PUBLIC
                ? RefreshToken.publicClient(value)
                : RefreshToken.confidential(value);
        long issuedAt = row.getLong(3);
        return row.wasNull() ? token : token.withIssuedAt(Instant.ofEpochMilli(issuedAt));
    }
    // endregion

    @Override
    public String toString() {
        return "RefreshTokenStore[table partner_center_refresh_token]";
    }
}
