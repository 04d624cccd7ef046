// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowmodel.h"
#include "widgets/paint.h"

#include <map>

namespace greenroom {

struct RouteRow
{
    QString routeKey;
    QString integration;
    QString function;
    QString place;              // handler.js:12, as far as the file says
    int line = 0;               // of the project file
    qint64 calls = 0;
    qint64 failed = 0;
    double p50 = -1;
    double p95 = -1;
    qint64 lastAt = 0;
    QList<double> recent;       // durations, latest thousand
    QList<MiniBar> minute;      // 36 parts of the last minute, latest last
};

// Messages a second, one value for each of the last 90 seconds.
struct TrafficHistory
{
    QList<double> in;
    QList<double> out;
};

// One hosted or opened API: where it is reachable and its routes with their counts.
class ProjectModel : public QAbstractTableModel, public Folding, public Filterable
{
    Q_OBJECT

public:
    enum Column { Route, Function, Calls, Failed, P50, P95, LastMinute, LastCall, ColumnCount };
    static constexpr int parts = 36;

    explicit ProjectModel(QObject *parent = nullptr);
    ~ProjectModel() override;

    bool isOpen() const { return !m_opened.apiId.isEmpty(); }
    bool isListening() const { return m_listening.state == QLatin1String("listening"); }
    bool hasFailed() const { return m_listening.state == QLatin1String("failed"); }
    const ProjectOpened &project() const { return m_opened; }
    const ListeningChanged &listening() const { return m_listening; }
    qint64 listeningSince() const { return m_since; }
    const TrafficHistory &traffic() const { return m_traffic; }
    // Milliseconds of all calls, latest thousand: for the distribution.
    const QList<double> &latencies() const { return m_latencies; }
    double messagesPerSecond() const;
    const RouteRow &row(int at) const { return m_rows[at]; }

    void fold(const QList<Event> &batch) override;
    // Moves the last minute on; the feed calls it once a second. `now` in ms since the epoch.
    void tick(qint64 now);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QStringList filterFields() const override;
    QVariant filterValue(const QModelIndex &index, const QString &field) const override;

signals:
    void projectChanged();     // another project, or its listening
    void trafficChanged();     // once a second while there is any

private:
    void open(const ProjectOpened &opened);
    void answered(const IntegrationAnswered &answer, qint64 at);
    RouteRow *route(const QString &key);
    void countMessage(const QString &connectionId, bool received, qint64 at);

    ProjectOpened m_opened;
    ListeningChanged m_listening;
    qint64 m_since = 0;
    QList<RouteRow> m_rows;
    QHash<QString, int> m_byKey;
    QHash<QString, QString> m_apiOfRequest;      // calls under way
    QHash<QString, bool> m_hosted;               // connections of this API
    QList<double> m_latencies;
    TrafficHistory m_traffic;
    double m_in = 0;           // this second
    double m_out = 0;
    qint64 m_second = 0;
    qint64 m_part = 0;         // of the minute
    bool m_dirty = false;
};

} // namespace greenroom
